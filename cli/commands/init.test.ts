import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../config/load-config.ts';
import { UsageError } from '../../config/usage-error.ts';
import { initCommand } from './init.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const FILE = 'scim-conformance.config.yaml';

describe('init', () => {
  test('writes a configuration that is found and valid', () => {
    expect(initCommand({ application: 'alvao' }, folder)).toContain(`${FILE} written`);
    expect(loadConfig(undefined, folder)).toEqual({
      targets: {
        staging: {
          application: 'alvao',
          url: 'https://app.example.com/scim/v2',
          tokenEnv: 'SCIM_TOKEN',
        },
      },
    });
  });

  test('what is commented out is valid too', () => {
    initCommand({ application: 'alvao', url: 'https://staging.example.com/scim' }, folder);
    const text = readFileSync(join(folder, FILE), 'utf8');
    const lines = text.split('\n');
    const withAuth = lines.findIndex((line) => line.includes('#   type: oauth'));
    // All examples on, of the ways of authentication the last one.
    const on = lines
      .filter((line, index) => !/tokenEnv: SCIM_TOKEN$/.test(line) && !/# auth: \{/.test(line) && index > 0)
      .map((line) => line.replace(/^( *)# (?=( *)[a-z'"][\w[\] ".']*:( |$))/, '$1'))
      .join('\n');
    expect(withAuth).toBeGreaterThan(0);
    writeFileSync(join(folder, FILE), on);
    const config = loadConfig(undefined, folder);
    expect(config?.targets).toMatchObject({
      staging: {
        url: 'https://staging.example.com/scim',
        auth: { type: 'oauth', clientSecret: { command: ['pass', 'show', 'scim/client-secret'] } },
        constraints: { userName: { format: 'email' } },
        rate: 20,
      },
      production: { tokenEnv: 'SCIM_TOKEN_PRODUCTION' },
    });
    expect(config).toMatchObject({ effort: 'standard', failOn: 'must' });
  });

  test('names no path of this machine', () => {
    initCommand({ application: 'alvao' }, folder);
    expect(readFileSync(join(folder, FILE), 'utf8')).not.toContain('$schema');
  });

  test('leaves a file that is there alone', () => {
    writeFileSync(join(folder, FILE), 'mine');
    expect(() => initCommand({ application: 'alvao' }, folder)).toThrow(UsageError);
    expect(() => initCommand({ application: 'alvao' }, folder)).toThrow(/it is there already/);
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe('mine');
  });

  test('an unknown application writes nothing', () => {
    expect(() => initCommand({ application: 'alvoa' }, folder)).toThrow(/alvao/);
    expect(loadConfig(undefined, folder)).toBeNull();
  });
});
