import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type ListOptions, listApplicationsCommand } from './applications.ts';
import { importTutorialCommand } from './import-tutorial.ts';
import { showApplicationCommand } from './show-application.ts';

const folder = mkdtempSync(join(tmpdir(), 'scim-conformance-applications-'));
afterAll(() => rmSync(folder, { recursive: true }));

function ids(options: ListOptions): readonly string[] {
  const lines = listApplicationsCommand(options).split('\n');
  return lines.slice(0, lines.indexOf('')).map((line) => line.split(' ')[0] ?? '');
}

describe('applications list', () => {
  it('prints every application and how many there are', () => {
    expect(ids({})).toContain('alvao');
    expect(listApplicationsCommand()).toMatch(
      /^alvao +ALVAO +22 user attributes +3 group attributes +secretToken$/m,
    );
    expect(listApplicationsCommand()).toMatch(/\n\n\d{3} applications\n$/);
  });

  it.each<[ListOptions, readonly string[], readonly string[]]>([
    [{ search: 'SWISS' }, ['cleanmail-swiss'], ['alvao']],
    [{ search: 'public preview' }, ['airstack'], ['alvao']],
    [{ groups: true }, ['alvao'], ['atea']],
    [{ authentication: 'OAuth' }, ['atea', 'zoom'], ['alvao', 'm-files']],
    [{ authentication: 'oauthClientCredentials' }, ['m-files'], ['atea']],
    [{ attribute: 'manager' }, ['alvao', 'gong'], ['atea', 'airstack']],
    [{ attribute: 'emails' }, ['atea', 'zoom'], ['cleanmail-swiss']],
    [{ attribute: 'EMAILS[type eq "home"].value' }, ['britive'], ['atea']],
    [{ attribute: 'name.givenname' }, ['atea'], ['papercut-cloud-print-management']],
    [{ attribute: 'members' }, ['alvao'], ['atea']],
    [{ groups: true, attribute: 'costCenter', authentication: 'secretToken' }, ['asana'], ['alvao', 'gong']],
  ])('with %j', (options, has, hasNot) => {
    const found = ids(options);
    expect(found).toEqual(expect.arrayContaining([...has]));
    for (const id of hasNot) expect(found).not.toContain(id);
  });

  it('says so when none fits, and refuses an unknown kind of authentication', () => {
    expect(listApplicationsCommand({ search: 'no such thing' })).toBe('No application fits.\n');
    expect(() => listApplicationsCommand({ authentication: 'oath' })).toThrow(
      new UsageError('unknown kind of authentication "oath": did you mean "oauth"?'),
    );
  });
});

describe('applications show', () => {
  it('prints table, quirks and the requirements that will be tested', () => {
    const text = showApplicationCommand('visibly');
    expect(text).toMatch(/^name\.giveName +String +not documented +not documented +-$/m);
    expect(text).toContain(
      "- The User attribute name.giveName is read as name.givenName, the schema's spelling.",
    );
    expect(text).toMatch(/^APP-attribute +APPLICATION +\S/m);
    expect(text).toMatch(/^E-128 +ENTRA +\S/m);
  });

  it('prints no requirement on what the application does not have', () => {
    const text = showApplicationCommand('atea');
    expect(text).toContain('No groups are documented.');
    expect(text).not.toMatch(/^E-128 /m);
    expect(text).toContain('tenant URL      not documented: the tutorial connects through Authorize');
  });

  it('prints types that no table has as not documented', () => {
    expect(showApplicationCommand('infobric-equipment')).toMatch(
      /^userName +not documented +not documented +not documented +1$/m,
    );
  });
});

describe('applications import', () => {
  const tutorial = join(folder, 'acme.md');
  writeFileSync(
    tutorial,
    `---
title: Configure Acme for automatic user provisioning with Microsoft Entra ID
ms.date: 2024-03-07
---
1. In the **Admin Credentials** section, input the Tenant URL \`https://scim.example.com\` and the Secret Token.

|Attribute|Type|Supported for filtering|
|---|---|---|
|userName|String|&check;
`,
  );

  it('writes a profile that can be used at once, and says what it did not find', () => {
    const out = join(folder, 'acme.json');
    const { stdout, stderr } = importTutorialCommand(tutorial, out);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `Acme written to ${out}; use it with --application ${out}\n` +
        'Not found or not understood:\n- no list of capabilities; they are inferred from the text\n',
    );
    expect(loadApplication(out)).toMatchObject({ id: 'acme', source: { date: '2024-03-07' } });
  });

  it('does not replace a profile that was edited, unless it is told to', () => {
    const out = join(folder, 'edited.json');
    importTutorialCommand(tutorial, out);
    expect(() => importTutorialCommand(tutorial, out)).not.toThrow();
    const edited = readFileSync(out, 'utf8').replace('"Acme"', '"Acme, as we know it"');
    writeFileSync(out, edited);
    expect(() => importTutorialCommand(tutorial, out)).toThrow(/edited\.json is there already.*--force/);
    expect(readFileSync(out, 'utf8')).toBe(edited);
    importTutorialCommand(tutorial, out, true);
    expect(readFileSync(out, 'utf8')).not.toBe(edited);
  });

  it('prints the profile without --out', () => {
    expect(importTutorialCommand(tutorial, null).stdout).toBe(
      readFileSync(join(folder, 'acme.json'), 'utf8'),
    );
  });

  it('refuses what is no tutorial, writing nothing, and what cannot be read or written', () => {
    const out = join(folder, 'nothing.json');
    const other = join(folder, 'other.md');
    writeFileSync(other, '# Recipes');
    expect(() => importTutorialCommand(other, out)).toThrow(UsageError);
    expect(existsSync(out)).toBe(false);
    expect(() => importTutorialCommand(join(folder, 'gone.md'), null)).toThrow(UsageError);
    expect(() => importTutorialCommand(tutorial, join(folder, 'no', 'such.json'))).toThrow(UsageError);
  });
});
