package directory;

import static com.unboundid.scim2.common.utils.ApiConstants.MEDIA_TYPE_SCIM;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.types.Meta;
import com.unboundid.scim2.server.PATCH;
import com.unboundid.scim2.server.utils.ResourcePreparer;
import com.unboundid.scim2.server.utils.ResourceTypeDefinition;
import com.unboundid.scim2.server.utils.SchemaChecker;
import com.unboundid.scim2.server.utils.SimpleSearchResults;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;

/**
 * The resources of one type in memory. The SDK checks what comes against the schema, applies PATCH, searches, and
 * prepares what goes out.
 */
@Produces({MEDIA_TYPE_SCIM, MediaType.APPLICATION_JSON})
@Consumes({MEDIA_TYPE_SCIM, MediaType.APPLICATION_JSON})
public abstract class Endpoint {
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
  private final ResourceTypeDefinition type = ResourceTypeDefinition.fromJaxRsResource(getClass());
  private final SchemaChecker checker = new SchemaChecker(type);
  private final String unique;

  /**
   * @param unique the attribute whose value no two resources share, whatever its letter case; null for none
   */
  Endpoint(String unique) {
    this.unique = unique;
  }

  @POST
  public synchronized Response create(GenericScimResource body, @Context UriInfo uri) throws ScimException {
    ObjectNode asked = checker.removeReadOnlyAttributes(present(body));
    checker.checkCreate(asked).throwSchemaExceptions();
    GenericScimResource created = store(UUID.randomUUID().toString(), asked, now(), now());
    GenericScimResource answer = preparer(uri).trimCreatedResource(created, body);
    return Response.status(Response.Status.CREATED).location(created.getMeta().getLocation()).entity(answer).build();
  }

  @GET
  public synchronized SimpleSearchResults<GenericScimResource> search(@Context UriInfo uri) throws ScimException {
    SimpleSearchResults<GenericScimResource> results = new SimpleSearchResults<>(type, uri);
    for (ObjectNode row : rows.values()) results.add(resource(row));
    return results;
  }

  @GET
  @Path("{id}")
  public synchronized GenericScimResource read(@PathParam("id") String id, @Context UriInfo uri) throws ScimException {
    return preparer(uri).trimRetrievedResource(resource(known(id)));
  }

  @PUT
  @Path("{id}")
  public synchronized GenericScimResource replace(
      @PathParam("id") String id, GenericScimResource body, @Context UriInfo uri) throws ScimException {
    ObjectNode row = known(id);
    ObjectNode asked = checker.removeReadOnlyAttributes(present(body));
    checker.checkReplace(asked, checker.removeReadOnlyAttributes(row)).throwSchemaExceptions();
    GenericScimResource replaced = store(id, asked, resource(row).getMeta().getCreated(), now());
    return preparer(uri).trimReplacedResource(replaced, body);
  }

  @PATCH
  @Path("{id}")
  public synchronized GenericScimResource modify(
      @PathParam("id") String id, PatchRequest body, @Context UriInfo uri) throws ScimException {
    if (body == null) throw BadRequestException.invalidSyntax("The body is empty");
    ObjectNode row = known(id);
    ObjectNode current = checker.removeReadOnlyAttributes(row);
    checker.checkModify(body.getOperations(), current).throwSchemaExceptions();
    body.apply(new GenericScimResource(current));
    GenericScimResource modified = store(id, current, resource(row).getMeta().getCreated(), now());
    return preparer(uri).trimModifiedResource(modified, body);
  }

  @DELETE
  @Path("{id}")
  public synchronized void delete(@PathParam("id") String id) throws ScimException {
    known(id);
    rows.remove(id);
  }

  private ResourcePreparer<GenericScimResource> preparer(UriInfo uri) throws ScimException {
    return new ResourcePreparer<>(type, uri);
  }

  private ObjectNode known(String id) throws ScimException {
    ObjectNode row = rows.get(id);
    if (row == null) throw new ResourceNotFoundException("There is no resource " + id);
    return row;
  }

  /** Stores what a client may set, with the id and the times that are ours, unless it is there already. */
  private GenericScimResource store(String id, ObjectNode asked, Calendar created, Calendar lastModified)
      throws ScimException {
    refuseDuplicate(id, asked);
    ObjectNode before = rows.get(id);
    if (before != null && checker.removeReadOnlyAttributes(before).equals(asked)) return resource(before);
    GenericScimResource row = resource(asked);
    row.setId(id);
    row.setMeta(new Meta().setCreated(created).setLastModified(lastModified));
    rows.put(id, row.getObjectNode());
    return resource(row.getObjectNode());
  }

  private void refuseDuplicate(String id, ObjectNode asked) throws ScimException {
    if (unique == null) return;
    String wanted = asked.path(unique).asText();
    for (Map.Entry<String, ObjectNode> other : rows.entrySet()) {
      boolean taken = other.getValue().path(unique).asText().equalsIgnoreCase(wanted);
      if (taken && !other.getKey().equals(id)) throw ResourceConflictException.uniqueness(wanted + " is taken");
    }
  }

  private static ObjectNode present(GenericScimResource body) throws ScimException {
    if (body == null) throw BadRequestException.invalidSyntax("The body is empty");
    return body.getObjectNode();
  }

  private static GenericScimResource resource(ObjectNode row) {
    return new GenericScimResource(row.deepCopy());
  }

  private static Calendar now() {
    return Calendar.getInstance(TimeZone.getTimeZone("UTC"));
  }
}
