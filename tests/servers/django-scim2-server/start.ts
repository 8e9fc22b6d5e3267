import { fileURLToPath } from 'node:url';
import { startDjango } from '../kit/django.ts';
import type { ForeignServer } from '../kit/server.ts';

/** Starts a Django project with django-scim2-server and its default adapters, on SQLite. */
export function start(): Promise<ForeignServer> {
  return startDjango({
    name: 'django-scim2-server',
    requirements: fileURLToPath(new URL('requirements.txt', import.meta.url)),
    project: fileURLToPath(new URL('project', import.meta.url)),
    path: '/scim/v2',
  });
}
