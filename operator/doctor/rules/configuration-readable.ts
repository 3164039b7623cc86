import { destinationProblems } from '#shared/messages/destination.ts';
import { redactionProblems } from '#shared/messages/redaction.ts';
import { isUnread, type ConfigurationName } from '../doctor-context.ts';
import type { Rule, Told } from '../rule.ts';

const files: readonly {
  readonly name: ConfigurationName;
  readonly problems: (text: string) => readonly string[];
}[] = [
  // What is wrong with a single source, secrets-present says; here it is about the whole.
  { name: 'sources', problems: () => [] },
  { name: 'destinations', problems: destinationProblems },
  { name: 'redaction', problems: redactionProblems },
];

export const configurationReadable: Rule = {
  name: 'configuration-readable',
  reason:
    'Forward holds back every event while a destination cannot be read, and operators see no body of a source whose ' +
    'redaction cannot be read. An object that is no JSON leaves the functions with the one before, until they start anew.',
  async check({ live }) {
    const told = await Promise.all(
      files.map(async ({ name, problems }): Promise<readonly Told[]> => {
        const read = await live.readConfiguration(name);
        if (isUnread(read)) return [{ notChecked: `config/${name}.json: ${read.unread}` }];
        if (read.text === undefined) return [];
        const where = `config/${name}.json, ${read.from}`;
        const fix = 'Correct the entry, and put the object into the config bucket again.';
        return problemsOf(read.text, problems).map((what) => ({ where, what, fix }));
      }),
    );
    return told.flat();
  },
};

function problemsOf(text: string, problems: (text: string) => readonly string[]): readonly string[] {
  if (!isObject(text)) return ['it is no JSON object'];
  try {
    return problems(text);
  } catch (error) {
    // Whoever reads it refuses the whole; what they say of it quotes nothing.
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    return [error.message];
  }
}

/** JSON.parse quotes what it stumbled over, and that may be a secret. */
function isObject(text: string): boolean {
  try {
    const whole: unknown = JSON.parse(text);
    return typeof whole === 'object' && whole !== null && !Array.isArray(whole);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
