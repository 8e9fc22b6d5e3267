package directory;

import com.unboundid.scim2.common.types.EnterpriseUserExtension;
import com.unboundid.scim2.common.types.UserResource;
import com.unboundid.scim2.server.annotations.ResourceType;
import jakarta.ws.rs.Path;

/** Users with unique names. */
@ResourceType(
    name = "User",
    description = "User Account",
    schema = UserResource.class,
    optionalSchemaExtensions = EnterpriseUserExtension.class)
@Path("Users")
public class Users extends Endpoint {
  Users() {
    super("userName");
  }
}
