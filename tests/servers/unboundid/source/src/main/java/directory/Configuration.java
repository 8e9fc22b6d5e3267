package directory;

import com.unboundid.scim2.common.types.AuthenticationScheme;
import com.unboundid.scim2.common.types.BulkConfig;
import com.unboundid.scim2.common.types.ChangePasswordConfig;
import com.unboundid.scim2.common.types.ETagConfig;
import com.unboundid.scim2.common.types.FilterConfig;
import com.unboundid.scim2.common.types.PatchConfig;
import com.unboundid.scim2.common.types.ServiceProviderConfigResource;
import com.unboundid.scim2.common.types.SortConfig;
import com.unboundid.scim2.server.annotations.ResourceType;
import com.unboundid.scim2.server.resources.AbstractServiceProviderConfigEndpoint;
import jakarta.ws.rs.Path;
import java.util.List;

/** What this server can do: all that the SDK does for it. */
@ResourceType(
    name = "ServiceProviderConfig",
    description = "SCIM 2.0 Service Provider Config",
    schema = ServiceProviderConfigResource.class,
    discoverable = false)
@Path("ServiceProviderConfig")
public class Configuration extends AbstractServiceProviderConfigEndpoint {
  private static final int MAX_RESULTS = 1000;

  @Override
  public ServiceProviderConfigResource getServiceProviderConfig() {
    return new ServiceProviderConfigResource(
        null,
        new PatchConfig(true),
        new BulkConfig(false, 0, 0),
        new FilterConfig(true, MAX_RESULTS),
        new ChangePasswordConfig(false),
        new SortConfig(true),
        new ETagConfig(false),
        List.of(AuthenticationScheme.createOAuth2BearerToken(true)));
  }
}
