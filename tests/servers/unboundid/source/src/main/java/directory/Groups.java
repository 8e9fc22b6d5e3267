package directory;

import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.server.annotations.ResourceType;
import jakarta.ws.rs.Path;

/** Groups, whose names may be alike. */
@ResourceType(name = "Group", description = "Group", schema = GroupResource.class)
@Path("Groups")
public class Groups extends Endpoint {
  Groups() {
    super(null);
  }
}
