/** Where Microsoft says how its provisioning client behaves. */
const PAGES = {
  develop:
    'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
  compliance:
    'https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility',
  validator: 'https://learn.microsoft.com/entra/identity/app-provisioning/scim-validator-tutorial',
  'how-it-works': 'https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works',
  customize: 'https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes',
  quarantine:
    'https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-quarantine-status',
  'known-issues': 'https://learn.microsoft.com/entra/identity/app-provisioning/known-issues',
  'on-demand': 'https://learn.microsoft.com/entra/identity/app-provisioning/provision-on-demand',
  logs: 'https://learn.microsoft.com/entra/identity/monitoring-health/howto-analyze-provisioning-logs',
  'out-of-scope': 'https://learn.microsoft.com/entra/identity/app-provisioning/skip-out-of-scope-deletions',
  'test-kit': 'https://github.com/AzureAD/SCIMReferenceCode',
} as const;

/** The rules that each page is the first source of. */
const RULES: Readonly<Record<keyof typeof PAGES, string>> = {
  develop:
    'E-001 E-002 E-003 E-004 E-005 E-009 E-019 E-020 E-022 E-024 E-028 E-029 E-031 E-033 E-034 E-035 E-036 E-038 E-041 E-042 E-043 E-044 E-051 E-053 E-054 E-057 E-058 E-060 E-061 E-062 E-064 E-065 E-067 E-072 E-075 E-076 E-077 E-078 E-080 E-083 E-093 E-104 E-108 E-111 E-120 E-121 E-122 E-123 E-124 E-125 E-126 E-127 E-132 E-135',
  compliance: 'E-006 E-007 E-079 E-084 E-085 E-088 E-106 E-129 E-130 E-138 E-139 E-140 E-141 E-143',
  validator: 'E-045 E-046 E-047 E-055 E-068 E-069 E-070 E-071 E-086 E-102 E-116 E-157 E-158 E-159',
  'how-it-works': 'E-040 E-052 E-074 E-112 E-114 E-115 E-117 E-119 E-144 E-145 E-146 E-148',
  customize: 'E-049 E-066 E-087 E-098 E-099 E-100 E-101 E-107',
  quarantine: 'E-021 E-032 E-149 E-150',
  'known-issues': 'E-030 E-050 E-063 E-073 E-097 E-133 E-137',
  'on-demand': 'E-039',
  logs: 'E-014 E-016 E-048 E-056 E-147 E-151 E-152',
  'out-of-scope': 'E-118',
  'test-kit':
    'E-011 E-015 E-023 E-025 E-037 E-090 E-091 E-092 E-094 E-095 E-128 E-134 E-136 E-142 E-154 E-156',
};

/** Rules that a thread alone tells of. */
const THREADS: Readonly<Record<string, string>> = {
  'E-008': 'https://github.com/MicrosoftDocs/azure-docs/issues/12728',
  'E-010': 'https://github.com/MicrosoftDocs/azure-docs/issues/94189',
  'E-012': 'https://github.com/MicrosoftDocs/azure-docs/issues/21660',
  'E-017': 'https://learn.microsoft.com/answers/questions/1151866',
  'E-082': 'https://learn.microsoft.com/answers/questions/1373350',
  'E-096': 'https://learn.microsoft.com/answers/questions/188003',
  'E-109': 'https://learn.microsoft.com/answers/questions/5646806',
  'E-113': 'https://github.com/MicrosoftDocs/azure-docs/issues/30269',
  'E-160': 'https://github.com/MicrosoftDocs/azure-docs/issues/115546',
};

const URLS: ReadonlyMap<string, string> = new Map([
  ...(Object.keys(RULES) as (keyof typeof PAGES)[]).flatMap((page) =>
    RULES[page].split(' ').map((id) => [id, PAGES[page]] as const),
  ),
  ...Object.entries(THREADS),
]);

/** The page that a rule of the Entra client comes from; null where Microsoft has none. */
export function ruleUrl(id: string): string | null {
  return URLS.get(id) ?? null;
}
