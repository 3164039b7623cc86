import type { Access } from '../emulators/access.ts';
import { compileCondition } from './conditions.ts';
import { matcherOf } from './matcher-of.ts';
import type { Statement } from './statement.ts';

/** What one caller may. */
export interface Policy {
  /** The statements that allow it; none where nothing does, or where one denies it. */
  allowing(access: Access): readonly Statement[];
}

export function createPolicy(statements: readonly Statement[]): Policy {
  const compiled = statements.map((statement) => ({ statement, covers: compile(statement) }));
  return {
    allowing(access) {
      const covering = compiled.filter(({ covers }) => covers(access)).map(({ statement }) => statement);
      return covering.every(({ isAllowing }) => isAllowing) ? covering : [];
    },
  };
}

function compile({ actions, resources, conditions }: Statement): (access: Access) => boolean {
  // Actions are the one thing in a policy where capitals do not count.
  const ofAction = actions.map((action) => matcherOf(action.toLowerCase()));
  const ofResource = resources.map(matcherOf);
  const met = conditions.map(compileCondition);
  return ({ action, resource, context = {} }) =>
    ofAction.some((matches) => matches(action.toLowerCase())) &&
    ofResource.some((matches) => matches(resource)) &&
    met.every((isMet) => isMet(context));
}
