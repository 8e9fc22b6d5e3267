package directory;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets through requests that carry the token; SCIMple leaves authentication to its user. */
@Component
class BearerTokenFilter extends OncePerRequestFilter {
  private final String expected;

  BearerTokenFilter(@Value("${SCIM_SERVER_TOKEN}") String token) {
    expected = "Bearer " + token;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (expected.equals(request.getHeader("Authorization"))) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Bearer");
    response.setContentType("application/scim+json");
    response.getWriter().write("""
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"401","detail":"No valid token"}
        """);
  }
}
