import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../scim/path.ts';
import { applicationIds, loadApplication } from './load-application.ts';
import { mapAttributes } from './mapping.ts';
import { packageRoot } from './package-root.ts';
import { formatProfile } from './tutorial/format-profile.ts';

const FOLDER = join(packageRoot(), 'config', 'applications');
const NOTHING = { user: null, group: null };

function notesOf(id: string): readonly string[] {
  return mapAttributes(loadApplication(id), NOTHING).notes;
}

describe('the gallery', () => {
  it.each(readdirSync(FOLDER))(
    '%s is a strictly valid profile under its own id, with its source, as the importer writes it',
    (file) => {
      const path = join(FOLDER, file);
      // By path, so that duplicate keys are found too.
      const application = loadApplication(path);
      expect(`${application.id}.json`).toBe(file);
      expect(application.source).toEqual({
        title: expect.stringMatching(/./),
        date: expect.stringMatching(/^20\d\d-/),
      });
      expect(formatProfile(application)).toBe(readFileSync(path, 'utf8'));
      expect(application).toEqual(loadApplication(application.id));
    },
  );

  it('gives every documented attribute a definition and each resource a matching attribute or none that can be filtered', () => {
    for (const id of applicationIds()) {
      const application = loadApplication(id);
      const mapping = mapAttributes(application, NOTHING);
      const { users, groups } = mapping;
      expect(users.map(({ text }) => text)).toEqual(
        expect.arrayContaining(application.users.rows?.map(({ path }) => path) ?? []),
      );
      expect(groups === null).toBe(!application.capabilities.groups);
      for (const attributes of [users, groups ?? []]) {
        const paths = attributes.map(({ path }) => formatPath(path).toLowerCase());
        expect(new Set(paths).size).toBe(paths.length);
        expect(attributes.filter(({ matching }) => matching === 1).length).toBe(
          attributes.length === 0 ? 0 : 1,
        );
      }
    }
  });

  it.each([
    ['visibly', "The User attribute name.giveName is read as name.givenName, the schema's spelling."],
    [
      'zoom',
      'The User attribute emails[type eq "work"] is read as emails[type eq "work"].value, the schema\'s spelling.',
    ],
    ['zenya', "The Group attribute externalID is read as externalId, the schema's spelling."],
    [
      'ardoq',
      'The User attribute roles[primary eq "True"].value is read as roles[primary eq true].value, the schema\'s spelling.',
    ],
    ['datadog', 'The type string of the User attribute title is read as String.'],
    [
      'tableau-online',
      'roles is documented as String; its schema defines a complex attribute, which is used.',
    ],
    [
      'infobric-equipment',
      expect.stringMatching(/^The User table prints no type for active, displayName, .*, userName; /),
    ],
  ])('%s is kept as documented, and its oddity is reported: %s', (id, note) => {
    expect(notesOf(id)).toContainEqual(note);
  });

  it('takes tenant URLs with placeholders in any brackets', () => {
    const parameters = (id: string) =>
      Object.keys(
        loadApplication(id).tenantUrl.template === null
          ? {}
          : Object(loadApplication(id).tenantUrl).parameters,
      );
    expect(parameters('figma')).toEqual(['TenantID']);
    expect(parameters('cisco-webex')).toEqual(['OrgId']);
    expect(parameters('playvox')).toEqual(['tenant']);
    expect(parameters('xm-fax-and-xm-send-secure')).toEqual(['domain', 'enterprise_name']);
  });
});
