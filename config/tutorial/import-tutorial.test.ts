import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { parseSource } from '../document.ts';
import { FIRST_APPLICATIONS } from '../first-applications.ts';
import { applicationIn } from '../load-application.ts';
import { packageRoot } from '../package-root.ts';
import { UsageError } from '../usage-error.ts';
import { formatProfile } from './format-profile.ts';
import { importTutorial } from './import-tutorial.ts';

const FRONT = `---
title: 'Tutorial: Configure Acme Desk for automatic user provisioning with Microsoft Entra ID | Example Docs'
author: someone
ms.date: 03/07/2024
---
# Configure Acme Desk for automatic user provisioning

When configured, Entra automatically provisions and de-provisions users and groups to [Acme](https://acme.example.com).

`;

const LISTED = `## Capabilities supported
> [!div class="checklist"]
> * Create users in Acme Desk
> * Remove users in Acme Desk when they do not require access anymore
> * Keep user attributes synchronized between Entra ID and Acme Desk`;

const CREDENTIALS = `
1. Under the **Admin Credentials** section, input your Tenant URL \`https://scim.example.com/v2\` and Secret Token.
`;

const USERS = `
|Attribute|Type|Supported for filtering|
|---|---|---|
|userName|String|&check;|
`;

function imported(...parts: readonly string[]) {
  const result = importTutorial(FRONT + parts.join('\n'), 'acme.md');
  // What is imported is always a valid profile.
  applicationIn(parseSource(formatProfile(result.application), 'acme.json'));
  return result;
}

function rowsOf(table: string) {
  const { application, missing } = imported(LISTED, CREDENTIALS, table);
  const text = (value: boolean | null) => (value === null ? '?' : value ? 'yes' : 'no');
  return {
    missing,
    rows: application.users.rows?.map(
      ({ path, type, filterable, required }) => `${path} ${type} ${text(filterable)} ${text(required)}`,
    ),
  };
}

describe('a tutorial', () => {
  const { application, missing } = imported(
    LISTED,
    '> * Provision groups and group memberships in Acme Desk.',
    '> * [Single sign-on](./acme.md) to Acme Desk (recommended).',
    `
## Step 5. Configure

1. In the **Admin Credentials** section, input your Tenant URL as \`https://{Region}.example.com/{Tenant_Name}/scim\`
   and the Secret Token. If the connection fails, ensure your Acme Desk account has Admin permissions and try again.

	> [!NOTE]
	> In the Tenant URL, **{Region}** is the data centre. For example, if the region is Europe, then the Tenant URL will be
	> \`https://eu.example.com/acme/scim\`

1. Under the **Mappings** section, select **Synchronize Users to Acme Desk**.

1. Review the user attributes that are synchronized in the **Attribute-Mapping** section.

   |Attribute|Type|Supported for filtering|Required by Acme Desk|
   |---|---|---|---|
   |userName|String|&check;|&check;
   |active|Boolean||&check;
   |emails[type eq "work"].value|String

1. Under the **Mappings** section, select **Synchronize Groups to Acme Desk**.

1. Review the group attributes.

      |Attribute|Type|Supported for filtering|Required by Acme Desk|
      |---|---|---|---|
      |displayName|String|✓|✓|
      |members|Reference|||

This operation starts the cycles, which occur approximately every 40 minutes.
`,
  );

  it('gives name, source, capabilities and credentials', () => {
    expect(application).toMatchObject({
      id: 'acme-desk',
      name: 'Acme Desk',
      source: {
        title: 'Tutorial: Configure Acme Desk for automatic user provisioning with Microsoft Entra ID',
        date: '2024-03-07',
      },
      capabilities: {
        createUsers: true,
        updateUsers: true,
        removeUsers: true,
        groups: true,
        singleSignOn: true,
      },
      authentication: 'secretToken',
    });
    expect(missing).toEqual([]);
  });

  it('gives the tenant URL with what its parameters mean', () => {
    expect(application.tenantUrl).toEqual({
      template: 'https://{Region}.example.com/{Tenant_Name}/scim',
      parameters: {
        Region: { description: 'data centre (for region Europe: eu)', example: 'eu' },
        Tenant_Name: { description: "the tenant's Tenant_Name", example: 'acme' },
      },
      reason: null,
    });
  });

  it('gives both tables, with the usual matching attributes', () => {
    expect(application.users.rows).toEqual([
      { path: 'userName', type: 'String', filterable: true, required: true, matching: 1 },
      { path: 'active', type: 'Boolean', filterable: false, required: true, matching: null },
      {
        path: 'emails[type eq "work"].value',
        type: 'String',
        filterable: false,
        required: false,
        matching: null,
      },
    ]);
    expect(application.groups?.rows).toEqual([
      { path: 'displayName', type: 'String', filterable: true, required: true, matching: 1 },
      { path: 'members', type: 'Reference', filterable: false, required: false, matching: null },
    ]);
  });

  it('gives notes in our words for what is recognised', () => {
    expect(application.notes).toEqual([
      'The tutorial does not name the matching attributes; of the filterable ones these are taken: userName for users; displayName for groups.',
      'Single sign-on is supported and recommended.',
      'The tutorial names missing Admin permissions as the first thing to check when Test Connection fails.',
      'After the initial cycle, synchronization runs about every 40 minutes.',
    ]);
  });
});

describe('a table', () => {
  it('may mark by a check mark, a word, an emoji or nothing, in bold or as code', () => {
    const { rows, missing } = rowsOf(`
| Attribute | Type | Supported for filtering | Required |
| :-- | --- | :-: | --- |
| **userName** | \`String\` | &check; | ✔️ |
| \`name.givenName\` | String | ✓ | **Yes** |
| \`name.familyName\` | String | No | &#10003; |
| title | String | &nbsp; | - |
| nickName | String | maybe | x |
`);
    expect(rows).toEqual([
      'userName String yes yes',
      'name.givenName String yes yes',
      'name.familyName String no yes',
      'title String no no',
      'nickName String ? yes',
    ]);
    expect(missing).toEqual(['line 25: the cell "maybe" of nickName is neither a mark nor empty']);
  });

  it('may escape brackets and underscores, use entities, typographic quotes and line breaks', () => {
    const { rows } = rowsOf(`
|Attribute|Type|Supported for filtering|
|---|---|---|
|userName|String|&check;
|emails\\[type eq "work"\\].value|String|
|phoneNumbers&#91;type eq &quot;mobile&quot;&#93;.value|String<br/>|
|addresses[type eq “work”].locality|String|
|urn:ietf:params:scim:schemas:extension:Acme:2.0:User:acme\\_desk\\_role|String|
|urn:ietf:params:scim:schemas:extension:Acme:2.0:User:acme_desk_team|String|
`);
    expect(rows?.map((row) => row.replace(' String no ?', ''))).toEqual([
      'userName String yes ?',
      'emails[type eq "work"].value',
      'phoneNumbers[type eq "mobile"].value',
      'addresses[type eq "work"].locality',
      'urn:ietf:params:scim:schemas:extension:Acme:2.0:User:acme_desk_role',
      'urn:ietf:params:scim:schemas:extension:Acme:2.0:User:acme_desk_team',
    ]);
  });

  it.each([
    [
      'lacks closing pipes',
      '|Attribute|Type|Required\n|---|---|---\n|userName|String|&check;\n|active|Boolean',
    ],
    [
      'is indented like code',
      '- Review the user attributes.\n\n        |Attribute|Type|Required|\n        |---|---|---|\n        |userName|String|&check;|\n        |active|Boolean||',
    ],
    [
      'has rows that fall out of their list',
      '1. Review\n\n   |Attribute|Type|Required|\n   |---|---|---|\n   |userName|String|&check;|\n|active|Boolean||',
    ],
    [
      'has too few cells in the line of dashes',
      '|Attribute|Type|Required|\n|---|---|\n|userName|String|&check;|\n|active|Boolean||',
    ],
    [
      'has its columns in another order',
      '|Required|Type|Target attribute|\n|---|---|---|\n|Yes|String|userName|\n||Boolean|active|',
    ],
    [
      'is quoted',
      '> |Attribute|Type|Required|\n> |---|---|---|\n> |userName|String|&check;|\n> |active|Boolean||',
    ],
  ])('that %s is read all the same', (_, table) => {
    expect(rowsOf(table).rows).toEqual(['userName String ? yes', 'active Boolean ? no']);
  });

  it('may have further columns, which are reported', () => {
    const { rows, missing } = rowsOf(`
|Acme|Source|Matching|When?|
|---|---|---|---|
|\`userName\`|\`userPrincipalName\`|1|always|
|\`active\`|\`Switch([IsSoftDeleted])\`||always|
`);
    expect(rows).toEqual(['userName null ? ?', 'active null ? ?']);
    expect(missing).toEqual([
      'line 19: the column "Source" of an attribute table has no place in a profile',
      'line 19: the column "When?" of an attribute table has no place in a profile',
    ]);
  });

  it('may hold rows that no profile can hold, which are reported', () => {
    const { rows, missing } = rowsOf(`
|Attribute|Type|
|---|---|
|userName|string|
|USERNAME|String|
|emails[type eq|String|
|active[type eq "x"]|Text|
`);
    expect(rows).toEqual(['userName string ? ?']);
    expect(missing).toEqual([
      'line 22: USERNAME stands twice in a table; the first row is taken',
      'line 23: the row "emails[type eq" is no attribute path and is left out',
      'line 24: the type "Text" of active[type eq "x"] is unknown',
      'line 24: active[type eq "x"] is left out: active has a single value, so a filter selects nothing (RFC 7644 §3.5.2)',
    ]);
  });

  it('of anything else is passed over', () => {
    expect(rowsOf(`|Plan|Price|\n|---|---|\n|title|10|\n|Gold|20|\n|Silver|15|\n\n${USERS}`).rows).toEqual([
      'userName String yes ?',
    ]);
  });
});

describe('tables of users and groups', () => {
  const displayName = '|Attribute|Type|\n|---|---|\n|displayName|String|\n|externalId|String|\n';

  it.each([
    ['## Group attributes', ''],
    ['### Groups', ''],
    ['## Mapping', '1. Under the **Mappings** section, select **Provision Groups to Acme Desk**.\n'],
  ])('are told apart by %s', (heading, step) => {
    const { application } = imported(LISTED, CREDENTIALS, '## Users', USERS, heading, step, displayName);
    expect(application.users.rows?.map(({ path }) => path)).toEqual(['userName']);
    expect(application.groups?.rows?.map(({ path }) => path)).toEqual(['displayName', 'externalId']);
    expect(application.capabilities.groups).toBe(true);
  });

  it('of one resource are joined', () => {
    const more = '|Attribute|Type|\n|---|---|\n|userName|String|\n|name.givenName|String|\n';
    const { application, missing } = imported(LISTED, CREDENTIALS, USERS, 'Further user attributes:\n', more);
    expect(application.users.rows?.map(({ path }) => path)).toEqual(['userName', 'name.givenName']);
    expect(missing).toEqual(['line 27: userName stands in an earlier table too; that row is taken']);
  });

  it('may be pictures', () => {
    const { application, missing } = imported(
      CREDENTIALS,
      '1. Review the user attributes in the **Attribute Mapping** section.\n\n\t![Attributes](media/users.png)\n',
      '1. Under **Mappings**, select **Synchronize Groups to Acme Desk**.\n',
      '1. Review the group attributes in the **Attribute Mapping** section.\n\n\t![Attributes](media/groups.png)\n',
    );
    const reason = 'the tutorial publishes the attribute table only as a picture';
    expect(application.users).toEqual({ rows: null, reason });
    expect(application.groups).toEqual({ rows: null, reason });
    expect(missing).toEqual([
      'no list of capabilities; they are inferred from the text',
      'no table of user attributes, that is one with a column of SCIM paths',
      'no table of group attributes, that is one with a column of SCIM paths',
    ]);
  });
});

describe('the connection', () => {
  it.each([
    ['select **Authorize**. It opens a login dialog box.', 'oauth'],
    ['input the Tenant URL, Client Identifier and Client Secret.', 'oauthClientCredentials'],
    ['enter the user name and password.', 'basic'],
    ['enter what you were given.', null],
  ])('by "%s" is %s', (step, authentication) => {
    const { application } = imported(LISTED, `1. In the **Admin Credentials** section, ${step}`, USERS);
    expect(application.authentication).toBe(authentication);
    expect(application.tenantUrl.template).toBeNull();
  });

  it.each([
    [
      'Enter the Tenant URL `https://api.example.com/<Tenant ID>/scim`.',
      'https://api.example.com/<Tenant ID>/scim',
    ],
    ['Enter the Tenant URL https://api.example.com/[OrgId]/scim.', 'https://api.example.com/[OrgId]/scim'],
    ['The Tenant URL has the format `{API address}/scim`.', '{API address}/scim'],
    ['Enter the SCIM base URL: https://api.example.com/scim, and save.', 'https://api.example.com/scim'],
  ])('takes the URL of "%s"', (step, template) => {
    expect(imported(LISTED, step, USERS).application.tenantUrl.template).toBe(template);
  });

  it('says so when a URL is an example only', () => {
    const step = 'Enter the Tenant URL of your account, for example, `https://acme.example.com/scim`.';
    expect(imported(LISTED, step, USERS).application.tenantUrl).toEqual({
      template: null,
      reason: 'the tutorial prints only an example, https://acme.example.com/scim',
    });
  });
});

describe('what no rule understands', () => {
  it('is reported with its line', () => {
    const { missing } = imported(
      `${LISTED}\n> * Feed the office cat`,
      CREDENTIALS,
      USERS,
      '> [!IMPORTANT]\n> The moon has to be full when provisioning is switched on, or else nothing happens.',
    );
    expect(missing).toEqual([
      'line 15: the capability "Feed the office cat" has no place in a profile',
      'line 24: a note that no rule understands, "The moon has to be full when provisioning is switched on, o…"',
    ]);
  });
});

describe('a text that is no provisioning tutorial', () => {
  it.each([
    ['', ''],
    ['# Shopping list\n\n- milk', ''],
  ])('%j is refused with what was looked for', (text, found) => {
    expect(() => importTutorial(text, 'x.md')).toThrow(UsageError);
    expect(() => importTutorial(text, 'x.md')).toThrow(
      `x.md is no provisioning tutorial.${found} Looked for, and not found:\n- the name`,
    );
  });
});

test('a row of a table that Markdown takes for code is found in its line', () => {
  const table =
    '1. Review the user attributes.\n\n        |Attribute|Type|\n        |---|---|\n        |userName|String|\n        |active|Text|';
  const { missing } = imported(LISTED, CREDENTIALS, table);
  const lines = `${FRONT}${[LISTED, CREDENTIALS, table].join('\n')}`.split('\n');
  const at = lines.findIndex((line) => line.includes('|active|')) + 1;
  expect(missing).toEqual([`line ${at}: the type "Text" of active is unknown`]);
});

describe('an application is recognised by what the tutorial says of it', () => {
  const body = (name: string) => `> [!div class="checklist"]
> * Create users in ${name}
> * Remove users in ${name} when access ends

Select **Synchronize Microsoft Entra users to ${name}**.
${CREDENTIALS}${USERS}`;

  it.each([
    ['title: Automate User provisioning into Acme Chat from Microsoft Entra ID', 'Acme Chat'],
    ['title: "Tutorial: User provisioning for Acme Chat - Microsoft Entra ID"', 'Acme Chat'],
    ['title: Acme Chat user provisioning', 'Acme Chat'],
    ['title: Getting people on board', 'Acme Chat'],
    ['author: nobody', 'Acme Chat'],
  ])('%s', (front, name) => {
    const { application, missing } = importTutorial(
      `---\n${front}\n---\n# Welcome\n\n${body('Acme Chat')}`,
      'x.md',
    );
    expect(application.name).toBe(name);
    expect(missing).toEqual(['no date (ms.date) in the front matter, so that no source is stated']);
  });

  it('by the name of its file where it says nothing', () => {
    const { application, missing } = importTutorial(
      `# Welcome\n${CREDENTIALS}${USERS}`,
      'docs/acme-chat-provisioning-tutorial.md',
    );
    expect(application).toMatchObject({ id: 'acme-chat', name: 'acme-chat' });
    expect(missing[0]).toMatch(/^no name of the application .*: acme-chat$/);
  });

  it('and what is refused says only what is missing', () => {
    const refused = () => importTutorial('# Configure Acme for automatic user provisioning\n\nSoon.', 'x.md');
    expect(refused).toThrow('Only the name of Acme was found. Looked for, and not found:\n- a table');
  });
});

const FOLDER = process.env.SCIM_TUTORIALS;
const REASON = 'the tutorials are not ours to publish; SCIM_TUTORIALS=<folder> names a copy of them';

test.skipIf(FOLDER === undefined || !existsSync(FOLDER))(
  `the first applications are what their tutorials give (${REASON})`,
  () => {
    const folder = FOLDER ?? '';
    const profiles = readdirSync(folder).map(
      (file) => importTutorial(readFileSync(join(folder, file), 'utf8'), file).application,
    );
    expect(profiles.map(({ id }) => id).sort()).toEqual([...FIRST_APPLICATIONS].sort());
    for (const profile of profiles) {
      const checkedIn = readFileSync(
        join(packageRoot(), 'config', 'applications', `${profile.id}.json`),
        'utf8',
      );
      expect(formatProfile(profile)).toBe(checkedIn);
    }
  },
);
