import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { member } from '../scim/json.ts';
import { nearest, suggest } from './nearest.ts';
import { packageRoot, toolVersion } from './package-root.ts';

describe('nearest', () => {
  it('orders by distance, ignores letter case and finds parts of names', () => {
    expect(nearest('URLS', ['uri', 'url', 'name'])).toEqual(['url', 'uri']);
    expect(nearest('swiss', ['cleanmail-swiss', 'alvao'])).toEqual(['cleanmail-swiss']);
    expect(nearest('x', ['alvao'])).toEqual([]);
  });

  it('lists everything when nothing is near', () => {
    expect(suggest('workday', ['alvao', 'atea'])).toBe('expected one of "alvao", "atea"');
  });
});

describe('the package', () => {
  it('is found from its own files', () => {
    const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
    expect(member(manifest, 'name')).toBe('scim-conformance');
    expect(toolVersion()).toBe(member(manifest, 'version'));
  });
});
