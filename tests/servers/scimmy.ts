import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { Table } from './directory.ts';

/** A SCIMMY server that runs. */
export interface ScimmyServer {
  /** Base URL, as for `--url`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts SCIMMY on a loopback port, as the READMEs of scimmy and scimmy-routers set it up: Users with the enterprise
 * extension, Groups, bearer token. SCIMMY keeps its handlers per process, so only one such server can run at a time.
 */
export async function startScimmy(token: string): Promise<ScimmyServer> {
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
  const server = createServer(express().use('/scim', routers));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
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
