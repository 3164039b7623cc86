import { readFileSync } from 'node:fs';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

/** What docs/deploying.md gives to whoever deploys. */
export interface DeployingPage {
  /** Always, and with the params that need more. */
  readonly documents: readonly (readonly PolicyStatement[])[];
  readonly actions: ReadonlySet<string>;
  /** Of CloudFormation → what it does for one of them. */
  readonly actionsOfType: ReadonlyMap<string, readonly string[]>;
}

export function readDeployingPage(): DeployingPage {
  const page = readFileSync('docs/deploying.md', 'utf8');
  const documents = [...page.matchAll(/^```json\n(?<json>[^]+?)^```/gm)]
    .map((match) => JSON.parse(match.groups?.['json'] ?? '').Statement as readonly PolicyStatement[])
    // The first is whom the role trusts.
    .filter((statements) => statements.every(({ Resource }) => Resource !== undefined));
  const rows = [...page.matchAll(/^\| `(?<type>AWS::[\w:]+)` \| (?<actions>.+) \|$/gm)];
  return {
    documents,
    actions: new Set(documents.flat().flatMap(({ Action }) => Action)),
    actionsOfType: new Map(
      rows.map(({ groups = {} }) => [String(groups['type']), actionsIn(String(groups['actions']))]),
    ),
  };
}

/** "`lambda` CreateFunction, GetFunction; with a key `kms` DescribeKey": a word in lower case is for people. */
const actionsIn = (cell: string): readonly string[] =>
  cell.split(';').flatMap((part) => {
    const service = /`(?<name>[a-z\d]+)`/.exec(part)?.groups?.['name'];
    if (service === undefined) return [];
    return [...part.matchAll(/\b[A-Z]\w+/g)].map(([name]) => `${service}:${name}`);
  });
