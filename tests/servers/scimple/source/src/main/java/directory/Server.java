package directory;

import java.util.List;
import org.apache.directory.scim.core.repository.PatchHandler;
import org.apache.directory.scim.core.schema.SchemaRegistry;
import org.apache.directory.scim.server.configuration.ServerConfiguration;
import org.apache.directory.scim.server.rest.EtagGenerator;
import org.apache.directory.scim.spec.extension.EnterpriseExtension;
import org.apache.directory.scim.spec.resources.ScimGroup;
import org.apache.directory.scim.spec.resources.ScimUser;
import org.apache.directory.scim.spec.schema.ServiceProviderConfiguration.AuthenticationSchema;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** SCIMple's Spring Boot starter with repositories in memory. */
@SpringBootApplication
public class Server {
  public static void main(String[] arguments) {
    SpringApplication.run(Server.class, arguments);
  }

  @Bean
  ServerConfiguration serverConfiguration() {
    return new ServerConfiguration()
        .setSupportsFilter(true)
        .addAuthenticationSchema(AuthenticationSchema.oauthBearer());
  }

  @Bean
  MemoryRepository<ScimUser> users(
      SchemaRegistry schemas, PatchHandler patches, EtagGenerator etags, @Value("${server.port}") int port) {
    return new MemoryRepository<>(
        ScimUser.class,
        "http://127.0.0.1:" + port + "/Users/",
        ScimUser::getUserName,
        List.of(EnterpriseExtension.class),
        schemas,
        patches,
        etags);
  }

  @Bean
  MemoryRepository<ScimGroup> groups(
      SchemaRegistry schemas, PatchHandler patches, EtagGenerator etags, @Value("${server.port}") int port) {
    return new MemoryRepository<>(
        ScimGroup.class,
        "http://127.0.0.1:" + port + "/Groups/",
        group -> null,
        List.of(),
        schemas,
        patches,
        etags);
  }
}
