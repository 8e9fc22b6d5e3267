package directory;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.directory.scim.core.repository.PatchHandler;
import org.apache.directory.scim.core.repository.Repository;
import org.apache.directory.scim.core.schema.SchemaRegistry;
import org.apache.directory.scim.server.exception.EtagGenerationException;
import org.apache.directory.scim.server.rest.EtagGenerator;
import org.apache.directory.scim.spec.exception.ConflictResourceException;
import org.apache.directory.scim.spec.exception.ResourceException;
import org.apache.directory.scim.spec.filter.Filter;
import org.apache.directory.scim.spec.filter.FilterExpressions;
import org.apache.directory.scim.spec.filter.FilterResponse;
import org.apache.directory.scim.spec.filter.PageRequest;
import org.apache.directory.scim.spec.filter.SortRequest;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.patch.PatchOperation;
import org.apache.directory.scim.spec.resources.ScimExtension;
import org.apache.directory.scim.spec.resources.ScimResource;
import org.apache.directory.scim.spec.schema.Meta;

/** The resources of one type. Filters and PATCH are SCIMple's own. */
class MemoryRepository<T extends ScimResource> implements Repository<T> {
  private static final int PAGE = 100;

  private final Map<String, T> rows = new ConcurrentHashMap<>();
  private final Class<T> type;
  private final String location;
  private final Function<T, String> unique;
  private final List<Class<? extends ScimExtension>> extensions;
  private final SchemaRegistry schemas;
  private final PatchHandler patches;
  private final EtagGenerator etags;

  /**
   * @param location what an id is appended to
   * @param unique the value that no two resources share, whatever its letter case; null for none
   */
  MemoryRepository(
      Class<T> type,
      String location,
      Function<T, String> unique,
      List<Class<? extends ScimExtension>> extensions,
      SchemaRegistry schemas,
      PatchHandler patches,
      EtagGenerator etags) {
    this.type = type;
    this.location = location;
    this.unique = unique;
    this.extensions = extensions;
    this.schemas = schemas;
    this.patches = patches;
    this.etags = etags;
  }

  @Override
  public Class<T> getResourceClass() {
    return type;
  }

  @Override
  public List<Class<? extends ScimExtension>> getExtensionList() {
    return extensions;
  }

  @Override
  public synchronized T create(T resource) throws ResourceException {
    LocalDateTime now = now();
    return store(resource, UUID.randomUUID().toString(), now, now);
  }

  @Override
  public synchronized T update(
      String id, String version, T resource, Set<AttributeReference> included, Set<AttributeReference> excluded)
      throws ResourceException {
    return store(resource, id, known(id).getMeta().getCreated(), now());
  }

  @Override
  public synchronized T patch(
      String id,
      String version,
      List<PatchOperation> operations,
      Set<AttributeReference> included,
      Set<AttributeReference> excluded)
      throws ResourceException {
    T row = known(id);
    return store(patches.apply(copy(row), operations), id, row.getMeta().getCreated(), now());
  }

  @Override
  public T get(String id) throws ResourceException {
    T row = rows.get(id);
    return row == null ? null : copy(row);
  }

  @Override
  public FilterResponse<T> find(Filter filter, PageRequest page, SortRequest sort) throws ResourceException {
    Predicate<? super T> wanted =
        filter == null ? row -> true : FilterExpressions.inMemory(filter, schemas.getSchema(baseSchema()));
    Comparator<T> oldestFirst = Comparator.comparing(row -> row.getMeta().getCreated());
    List<T> found = rows.values().stream().filter(wanted).sorted(oldestFirst).toList();
    int start = Math.max(1, Objects.requireNonNullElse(page.getStartIndex(), 1));
    int count = Math.min(PAGE, Math.max(0, Objects.requireNonNullElse(page.getCount(), PAGE)));
    List<T> resources = found.stream().skip(start - 1).limit(count).map(SerializationUtils::clone).toList();
    return new FilterResponse<>(resources, new PageRequest().setStartIndex(start).setCount(count), found.size());
  }

  @Override
  public synchronized void delete(String id) throws ResourceException {
    rows.remove(known(id).getId());
  }

  private T known(String id) throws ResourceException {
    T row = rows.get(id);
    if (row == null) throw new ResourceException(404, "Resource " + id + " not found");
    return row;
  }

  private T store(T resource, String id, LocalDateTime created, LocalDateTime lastModified) throws ResourceException {
    String name = unique.apply(resource);
    for (T other : rows.values()) {
      if (name != null && !other.getId().equals(id) && name.equalsIgnoreCase(unique.apply(other))) {
        throw new ConflictResourceException(name + " is taken");
      }
    }
    T row = copy(resource);
    row.setId(id);
    row.setMeta(
        new Meta()
            .setResourceType(row.getResourceType())
            .setCreated(created)
            .setLastModified(lastModified)
            .setLocation(location + id));
    try {
      etags.generateEtag(row);
    } catch (EtagGenerationException failure) {
      throw new ResourceException(500, "No version", failure);
    }
    T before = rows.get(id);
    if (before != null && before.getMeta().getVersion().equals(row.getMeta().getVersion())) return copy(before);
    rows.put(id, row);
    return copy(row);
  }

  private String baseSchema() {
    try {
      return type.getDeclaredConstructor().newInstance().getBaseUrn();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static LocalDateTime now() {
    return LocalDateTime.now(ZoneOffset.UTC);
  }

  private static <R extends ScimResource> R copy(R resource) {
    return SerializationUtils.clone(resource);
  }
}
