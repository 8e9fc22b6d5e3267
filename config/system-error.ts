const REASONS: Readonly<Record<string, (what: 'file' | 'folder') => string>> = {
  ENOENT: (what) => `there is no such ${what}`,
  ENOTDIR: (what) => (what === 'folder' ? 'it is, or lies below, a file' : 'there is no such file'),
  EISDIR: () => 'it is a directory',
  EACCES: () => 'permission denied',
  EPERM: () => 'permission denied',
  EROFS: () => 'the file system is read-only',
  ENOSPC: () => 'the disk is full',
};

/** Why a file or folder could not be used, in plain words; what Node.js says where there are none. */
export function systemReason(error: unknown, what: 'file' | 'folder'): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = error instanceof Error ? error.message : String(error);
  return REASONS[code]?.(what) ?? said;
}
