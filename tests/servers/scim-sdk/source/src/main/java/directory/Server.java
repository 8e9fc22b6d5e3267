package directory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.exceptions.NotImplementedException;
import de.captaingoldfish.scim.sdk.common.exceptions.UnauthenticatedException;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.SortConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.response.ErrorResponse;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.base.ResourceTypeEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.base.UserEndpointDefinition;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ETagFeature;
import de.captaingoldfish.scim.sdk.server.schemas.custom.ResourceTypeFeatures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** SCIM-SDK behind the HTTP server of the JDK, which hands requests over and adds the bearer token alone. */
public final class Server {
  private static final String PATH = "/scim/v2";
  private static final List<AuthenticationScheme> SCHEMES =
      List.of(
          AuthenticationScheme.builder()
              .name("Bearer")
              .description("A static bearer token")
              .type("oauthbearertoken")
              .build());

  private final ResourceEndpoint endpoint;
  private final String base;
  private final String authorization;

  private Server(ResourceEndpoint endpoint, String base, String token) {
    this.endpoint = endpoint;
    this.base = base;
    authorization = "Bearer " + token;
  }

  /**
   * @param arguments the port, and {@code without-discovery-types} when /ResourceTypes is to list Users and Groups alone
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    ResourceEndpoint endpoint = endpoint();
    if (List.of(arguments).contains("without-discovery-types")) {
      endpoint.registerEndpoint(new ResourceTypeEndpointDefinition(new ResourceTypes(endpoint)));
    }
    Server server = new Server(endpoint, "http://127.0.0.1:" + port, System.getenv("SCIM_SERVER_TOKEN"));
    HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    http.setExecutor(Executors.newFixedThreadPool(16));
    http.createContext(PATH, server::answer);
    http.start();
  }

  private static ResourceEndpoint endpoint() {
    ServiceProvider provider =
        ServiceProvider.builder()
            .filterConfig(FilterConfig.builder().supported(true).maxResults(200).build())
            .sortConfig(SortConfig.builder().supported(true).build())
            .patchConfig(PatchConfig.builder().supported(true).build())
            .eTagConfig(ETagConfig.builder().supported(true).build())
            .bulkConfig(BulkConfig.builder().supported(true).maxOperations(100).maxPayloadSize(1_048_576L).build())
            .authenticationSchemes(SCHEMES)
            .build();
    ResourceEndpoint endpoint = new ResourceEndpoint(provider);
    endpoint.registerEndpoint(new UserEndpointDefinition(new Users())).setFeatures(features());
    endpoint.registerEndpoint(new GroupEndpointDefinition(new Groups())).setFeatures(features());
    return endpoint;
  }

  /** The SDK filters, sorts and versions what the handlers list. */
  private static ResourceTypeFeatures features() {
    return ResourceTypeFeatures.builder()
        .autoFiltering(true)
        .autoSorting(true)
        .eTagFeature(ETagFeature.builder().enabled(true).build())
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      ScimResponse response = respond(exchange);
      response.getHttpHeaders().forEach(exchange.getResponseHeaders()::set);
      int status = response.getHttpStatus();
      byte[] body = status == 204 || status == 304 ? new byte[0] : response.toString().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) exchange.getResponseBody().write(body);
    }
  }

  private ScimResponse respond(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return new ErrorResponse(new UnauthenticatedException("No valid token", SCHEMES, null));
    }
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
    HttpMethod method;
    try {
      method = HttpMethod.valueOf(exchange.getRequestMethod());
    } catch (IllegalArgumentException unknown) {
      exchange.getResponseHeaders().set("Allow", "GET, POST, PUT, PATCH, DELETE");
      return new ErrorResponse(new NotImplementedException("No such method"));
    }
    // A PATCH is read, changed and written by the SDK, and what keeps others out meanwhile is left to the application.
    synchronized (endpoint) {
      return endpoint.handleRequest(base + exchange.getRequestURI(), method, body, headers, new Context(null));
    }
  }

  /** Users with unique names. */
  private static final class Users extends Store<User> {
    @Override
    String uniqueValue(User user) {
      return user.getUserName().orElse(null);
    }
  }

  /** Groups, whose names may be alike. */
  private static final class Groups extends Store<Group> {
    @Override
    String uniqueValue(Group group) {
      return null;
    }
  }
}
