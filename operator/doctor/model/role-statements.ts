import type { Statement } from './policy-schemas.ts';
import type { TemplateModel } from './template-model.ts';

export interface RoleStatement {
  /** What it is written in: the role, or a policy of its own that is attached to the role. */
  readonly id: string;
  readonly statement: Statement;
}

/** All that a role allows and denies, wherever in the template it is written. */
export function roleStatements(
  { id, properties }: TemplateModel['roles'][number],
  model: TemplateModel,
): readonly RoleStatement[] {
  const attached = model.attachedPolicies.filter(({ properties: { Roles, RoleName } }) =>
    [...Roles, RoleName].some((name) => name !== undefined && model.idOf(name) === id),
  );
  return [
    ...properties.Policies.flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.map((statement) => ({ id, statement })),
    ),
    ...attached.flatMap((policy) =>
      policy.properties.PolicyDocument.Statement.map((statement) => ({ id: policy.id, statement })),
    ),
  ];
}
