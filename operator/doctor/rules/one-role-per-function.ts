import type { Rule } from '../rule.ts';

export const oneRolePerFunction: Rule = {
  name: 'one-role-per-function',
  reason:
    'A role that two functions share allows each of them what only the other needs: whoever takes over the one that ' +
    'reads what strangers send could do both.',
  check: ({ model, at }) =>
    model.functions.flatMap(({ id, properties }) => {
      const role = model.idOf(properties.Role);
      const fix = 'Give it a role of its own in functions/<name>/resources.yml, and name it as role.';
      if (role === undefined) return [{ where: at(id), what: 'has a role that is not in the template', fix }];
      const others = model.functions.filter((other) => other.id !== id && model.idOf(other.properties.Role) === role);
      if (others.length === 0) return [];
      return [{ where: at(id), what: `shares ${role} with ${others.map((other) => other.id).join(', ')}`, fix }];
    }),
};
