package directory;

import com.unboundid.scim2.common.messages.ErrorResponse;
import com.unboundid.scim2.common.utils.ApiConstants;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Lets through requests that carry the token; the SDK leaves authentication to its user. */
@PreMatching
@Priority(Priorities.AUTHENTICATION)
class BearerToken implements ContainerRequestFilter {
  private final String expected;

  BearerToken(String token) {
    expected = "Bearer " + token;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (expected.equals(request.getHeaderString(HttpHeaders.AUTHORIZATION))) return;
    ErrorResponse error = new ErrorResponse(Response.Status.UNAUTHORIZED.getStatusCode());
    error.setDetail("No valid token");
    request.abortWith(
        Response.status(Response.Status.UNAUTHORIZED)
            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
            .type(ApiConstants.MEDIA_TYPE_SCIM)
            .entity(error)
            .build());
  }
}
