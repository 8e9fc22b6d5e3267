package directory;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import com.sun.net.httpserver.HttpServer;
import com.unboundid.scim2.common.utils.JsonUtils;
import com.unboundid.scim2.server.providers.DefaultContentTypeFilter;
import com.unboundid.scim2.server.providers.DotSearchFilter;
import com.unboundid.scim2.server.providers.JsonProcessingExceptionMapper;
import com.unboundid.scim2.server.providers.RuntimeExceptionMapper;
import com.unboundid.scim2.server.providers.ScimExceptionMapper;
import com.unboundid.scim2.server.resources.ResourceTypesEndpoint;
import com.unboundid.scim2.server.resources.SchemasEndpoint;
import java.net.URI;
import java.util.concurrent.Executors;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** The SCIM 2 SDK's providers and endpoints in Jersey, with resources in memory. */
public final class Server {
  private Server() {}

  /**
   * @param arguments the port
   */
  public static void main(String[] arguments) {
    ResourceConfig application = new ResourceConfig();
    application.register(new JacksonJsonProvider(JsonUtils.createObjectMapper()));
    application.registerClasses(
        ScimExceptionMapper.class,
        RuntimeExceptionMapper.class,
        JsonProcessingExceptionMapper.class,
        DefaultContentTypeFilter.class,
        DotSearchFilter.class,
        ResourceTypesEndpoint.class,
        SchemasEndpoint.class,
        Configuration.class);
    application.registerInstances(new Users(), new Groups(), new BearerToken(System.getenv("SCIM_SERVER_TOKEN")));
    URI base = URI.create("http://127.0.0.1:" + arguments[0] + "/scim/v2/");
    HttpServer http = JdkHttpServerFactory.createHttpServer(base, application, null, false);
    http.setExecutor(Executors.newFixedThreadPool(16));
    http.start();
  }
}
