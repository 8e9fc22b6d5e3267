import { describe, expect, it } from 'vitest';
import { loadApplication } from './load-application.ts';
import { checkUrl, resolveTargetUrl } from './tenant-url.ts';
import { UsageError } from './usage-error.ts';

const alinto = loadApplication('alinto-protect');
const alvao = loadApplication('alvao');
const API = 'ALVAO REST API address';

describe('resolveTargetUrl', () => {
  it.each([
    [alinto, { tenantUrl: { Domain: 'com' } }, 'https://cloud.cleanmail.com/api/v3/scim2'],
    [
      alvao,
      { tenantUrl: { [API]: 'https://app.example.com/alvaorestapi/' } },
      'https://app.example.com/alvaorestapi/scim',
    ],
    [loadApplication('cleanmail-swiss'), {}, 'https://cloud.cleanmail.ch/api/v3/scim2'],
    [loadApplication('airstack'), {}, 'https://api-as.lenovosoftware.com/0/as/common/scim'],
    [
      loadApplication('xm-fax-and-xm-send-secure'),
      { tenantUrl: { domain: 'fax.example.com', enterprise_name: 'acme' } },
      'https://fax.example.com/api/scim/v2/enterprises/acme',
    ],
    [loadApplication('cisco-webex'), { tenantUrl: { OrgId: '42' } }, 'https://api.ciscospark.com/v1/scim/42'],
    [alvao, { url: 'http://127.0.0.1:8080/scim/' }, 'http://127.0.0.1:8080/scim'],
    [
      alvao,
      { url: 'https://scim.example.com/v2/?aadOptscim062020' },
      'https://scim.example.com/v2?aadOptscim062020',
    ],
    [alvao, { url: 'HTTPS://SCIM.Example.com/' }, 'https://scim.example.com'],
    [alinto, { url: 'https://a.example.com', tenantUrl: { Domain: 'com' } }, 'https://a.example.com'],
  ])('fills the template or takes the URL', (application, given, url) => {
    expect(resolveTargetUrl(application, given)).toBe(url);
  });

  it.each([
    [
      alinto,
      {},
      'the tenant URL https://cloud.cleanmail.{Domain}/api/v3/scim2 needs the parameter "Domain": ' +
        'country code top-level domain (for country US: com), for example com; ' +
        'set it under "tenantUrl" of the target, or give the URL',
    ],
    [
      alinto,
      { Domain: 'com@evil.example' },
      'the parameter "Domain" of the tenant URL https://cloud.cleanmail.{Domain}/api/v3/scim2 must not hold / ? # @ : \\ or blanks',
    ],
    [
      alvao,
      { [API]: 'app.example.com' },
      'not a URL: "app.example.com/scim"; expected one such as https://scim.example.com/v2',
    ],
    [
      alvao,
      { [API]: 'https://u:hunter2@app.example.com' },
      'the URL holds credentials before the "@"; remove them and put the token into an environment variable',
    ],
    [
      loadApplication('airstack'),
      { Region: 'eu' },
      'the tenant URL https://api-as.lenovosoftware.com/0/as/common/scim has no parameter "Region": it has no parameters',
    ],
    [
      loadApplication('atea'),
      {},
      'no tenant URL is documented for Atea (the tutorial connects through Authorize and a login dialog ' +
        "and prints no tenant URL); give the target's URL",
    ],
  ])('refuses what does not fill the template', (application, tenantUrl: Record<string, string>, message) => {
    expect(() => resolveTargetUrl(application, { tenantUrl })).toThrow(new UsageError(message));
  });
});

describe('checkUrl', () => {
  it.each([
    ['', 'not a URL: ""; expected one such as https://scim.example.com/v2'],
    ['user:hunter2@', 'expected an http or https URL, got one that starts with "user:"'],
    [
      'https://u:hunter2@',
      'not a URL: (not shown: it may hold credentials); expected one such as https://scim.example.com/v2',
    ],
    ['ftp://example.com', 'expected an http or https URL, got one that starts with "ftp:"'],
    [
      'https://hunter2@example.com',
      'the URL holds credentials before the "@"; remove them and put the token into an environment variable',
    ],
    [
      'https://example.com/#/scim',
      'the URL "https://example.com/#/scim" has a fragment; remove "#" and what follows',
    ],
    [
      'https://exa\nmple.com/',
      'the URL "https://exa\\nmple.com/" holds blanks or control characters; remove them',
    ],
  ])('refuses %j', (url, message) => {
    expect(() => checkUrl(url)).toThrow(new UsageError(message));
  });
});
