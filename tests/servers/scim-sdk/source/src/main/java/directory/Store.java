package directory;

import de.captaingoldfish.scim.sdk.common.constants.AttributeNames;
import de.captaingoldfish.scim.sdk.common.constants.ScimType;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.exceptions.ConflictException;
import de.captaingoldfish.scim.sdk.common.exceptions.ResourceNotFoundException;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.complex.Meta;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The resources of one type in memory, in the order of their creation. */
abstract class Store<T extends ResourceNode> extends ResourceHandler<T> {
  private final Map<String, T> rows = new LinkedHashMap<>();

  /** The value that no two resources share, whatever its letter case; null for none. */
  abstract String uniqueValue(T resource);

  @Override
  public synchronized T createResource(T resource, Context context) {
    Instant now = Instant.now();
    return store(UUID.randomUUID().toString(), resource, now, now, context);
  }

  @Override
  public synchronized T getResource(
      String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excludedAttributes, Context context) {
    return copy(known(id));
  }

  @Override
  public synchronized PartialListResponse<T> listResources(
      long startIndex,
      int count,
      FilterNode filter,
      SchemaAttribute sortBy,
      SortOrder sortOrder,
      List<SchemaAttribute> attributes,
      List<SchemaAttribute> excludedAttributes,
      Context context) {
    List<T> all = rows.values().stream().map(this::copy).toList();
    return PartialListResponse.<T>builder().resources(all).totalResults(all.size()).build();
  }

  @Override
  public synchronized T updateResource(T resource, Context context) {
    String id = resource.getId().orElseThrow();
    Instant created = known(id).getMeta().flatMap(Meta::getCreated).orElseThrow();
    return store(id, resource, created, Instant.now(), context);
  }

  @Override
  public synchronized void deleteResource(String id, Context context) {
    known(id);
    rows.remove(id);
  }

  private T known(String id) {
    T row = rows.get(id);
    if (row == null) throw new ResourceNotFoundException("There is no resource " + id);
    return row;
  }

  /** All of meta is ours but the version, which the SDK makes. */
  private T store(String id, T resource, Instant created, Instant lastModified, Context context) {
    String name = uniqueValue(resource);
    rows.forEach(
        (other, row) -> {
          if (name != null && !other.equals(id) && name.equalsIgnoreCase(uniqueValue(row))) {
            throw new ConflictException(name + " is taken", null, ScimType.RFC7644.UNIQUENESS);
          }
        });
    T row = withoutMeta(resource);
    row.setId(id);
    T before = rows.get(id);
    if (before != null && withoutMeta(before).equals(row)) return copy(before);
    row.setMeta(
        Meta.builder()
            .resourceType(getResourceType().getName())
            .location(context.getResourceReferenceUrl(id))
            .created(created)
            .lastModified(lastModified)
            .build());
    rows.put(id, row);
    return copy(row);
  }

  private T withoutMeta(T resource) {
    T copy = copy(resource);
    copy.remove(AttributeNames.RFC7643.META);
    return copy;
  }

  private T copy(T resource) {
    return JsonHelper.copyResourceToObject(resource.deepCopy(), getType());
  }
}
