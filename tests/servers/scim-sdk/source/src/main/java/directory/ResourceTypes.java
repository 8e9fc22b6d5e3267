package directory;

import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.NotImplementedException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import java.util.List;
import java.util.Set;

/** The resource types without those of discovery, which the SDK's own handler lists too. */
final class ResourceTypes extends ResourceHandler<ResourceType> {
  private static final Set<String> DISCOVERY = Set.of("ServiceProviderConfig", "ResourceType", "Schema");

  private final ResourceEndpoint endpoint;

  ResourceTypes(ResourceEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public ResourceType getResource(
      String name, List<SchemaAttribute> attributes, List<SchemaAttribute> excludedAttributes, Context context) {
    return endpoint
        .getResourceTypeByName(name)
        .filter(type -> !DISCOVERY.contains(type.getName()))
        .orElseThrow(() -> new ResourceNotFoundException("There is no resource type " + name));
  }

  @Override
  public PartialListResponse<ResourceType> listResources(
      long startIndex,
      int count,
      FilterNode filter,
      SchemaAttribute sortBy,
      SortOrder sortOrder,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excludedAttributes,
      Context context) {
    List<ResourceType> types =
        endpoint.getRegisteredResourceTypes().stream().filter(type -> !DISCOVERY.contains(type.getName())).toList();
    return PartialListResponse.<ResourceType>builder().resources(types).totalResults(types.size()).build();
  }

  @Override
  public ResourceType createResource(ResourceType resource, Context context) {
    throw new NotImplementedException("Resource types are fixed");
  }

  @Override
  public ResourceType updateResource(ResourceType resource, Context context) {
    throw new NotImplementedException("Resource types are fixed");
  }

  @Override
  public void deleteResource(String id, Context context) {
    throw new NotImplementedException("Resource types are fixed");
  }
}
