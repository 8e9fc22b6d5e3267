import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type Request } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { Table } from './directory.ts';
import type { ForeignServer } from './kit/server.ts';
import { listen } from './listen.ts';

/**
 * Starts SCIMMY on a loopback port, as the READMEs of scimmy and scimmy-routers set it up: Users with the enterprise
 * extension, Groups, bearer token. SCIMMY keeps its handlers per process, so only one such server can run at a time.
 */
export async function startScimmy(): Promise<ForeignServer> {
  const token = randomUUID();
  declareResources(new Table('userName'), new Table(null));
  const routers = new SCIMMYRouters({
    type: 'bearer',
    handler: (request: Request) => {
      if (request.header('Authorization') !== `Bearer ${token}`)
        throw new Error('Authorization not detected!');
      return 'client';
    },
    baseUri: (request: Request) => `${request.protocol}://${request.header('Host')}`,
  });
  const { origin, close } = await listen(createServer(express().use('/scim', routers)));
  return { url: `${origin}/scim`, token, close };
}

function declareResources(users: Table, groups: Table): void {
  const { User, Group } = SCIMMY.Resources;
  SCIMMY.Resources.declare(User, {
    extensions: [{ schema: SCIMMY.Schemas.EnterpriseUser, required: false }],
    ingress: (resource: Asked, instance: object) => users.write(resource.id, instance),
    egress: (resource: Asked) =>
      resource.id === undefined ? users.select(resource.filter) : users.find(resource.id),
    degress: (resource: Asked) => {
      const id = resource.id ?? '';
      users.delete(id);
      groups.forgetMember(id);
    },
  });
  SCIMMY.Resources.declare(Group, {
    ingress: (resource: Asked, instance: object) => groups.write(resource.id, instance),
    egress: (resource: Asked) =>
      resource.id === undefined ? groups.select(resource.filter) : groups.find(resource.id),
    degress: (resource: Asked) => {
      const id = resource.id ?? '';
      groups.delete(id);
      groups.forgetMember(id);
    },
  });
}

/** What a handler is asked about: the resource with an id, or those that a filter lets through. */
type Asked = SCIMMY.Types.Resource<SCIMMY.Types.Schema>;
