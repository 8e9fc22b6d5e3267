import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, stringMember } from '../scim/json.ts';
import type { Application } from './application.ts';
import { applicationFindings } from './application-rules.ts';
import { readPackaged, readSource, type SourceDocument } from './document.ts';
import { nearest } from './nearest.ts';
import { packageRoot } from './package-root.ts';
import { printable } from './problem.ts';
import { UsageError } from './usage-error.ts';
import { refuseFindings, schemaValidator } from './validate.ts';
import { complete, type WrittenApplication } from './written-application.ts';

const validate = schemaValidator<WrittenApplication>('application.schema.json');

/** Ids of the built-in applications, sorted. */
export function applicationIds(): readonly string[] {
  return readdirSync(profileFolder())
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

/** All built-in applications, sorted by id. */
export function listApplications(): readonly Application[] {
  return applicationIds().map(readBuiltIn);
}

/** Ids and names of the built-in applications, for a list of them: nothing else of the profiles is read. */
export function applicationNames(): readonly Pick<Application, 'id' | 'name'>[] {
  return applicationIds().map((id) => {
    const { value } = readPackaged(join(profileFolder(), `${id}.json`));
    return { id, name: (isObject(value) ? stringMember(value, 'name') : null) ?? id };
  });
}

/**
 * A built-in application by id (letter case does not count), or a profile of the user's own by path.
 * @throws UsageError for an unknown id, with the nearest ones, and for a file that is unreadable or invalid.
 */
export function loadApplication(idOrFile: string): Application {
  const ids = applicationIds();
  const id = idOrFile.toLowerCase();
  if (ids.includes(id)) return readBuiltIn(id);
  if (isProfilePath(idOrFile)) return applicationIn(readSource(idOrFile));
  const near = nearest(idOrFile, ids);
  const guess =
    near.length === 0 ? '' : `did you mean ${near.map((name) => JSON.stringify(name)).join(' or ')}? `;
  throw new UsageError(
    `unknown application ${printable(JSON.stringify(idOrFile))}: ${guess}` +
      '"scim-conformance applications list" prints the known ones; ' +
      'a profile of your own is given as a path to a .json or .yaml file.',
  );
}

/** Whether an application is given as a file rather than by id: it has a folder in front or a file type behind. */
export function isProfilePath(idOrFile: string): boolean {
  return /[/\\]|\.(json|ya?ml)$/i.test(idOrFile);
}

function profileFolder(): string {
  return join(packageRoot(), 'config', 'applications');
}

function readBuiltIn(id: string): Application {
  return applicationIn(readPackaged(join(profileFolder(), `${id}.json`)));
}

/** The application in a document. @throws UsageError where it is no valid profile */
export function applicationIn(document: SourceDocument): Application {
  const application = complete(validate(document));
  refuseFindings(document, applicationFindings(application));
  return application;
}
