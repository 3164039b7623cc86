import type { Rule, Told } from '../rule.ts';

const DEPLOYMENT_BUCKET = 'ServerlessDeploymentBucket';
const PROTECTED_STAGE = 'prod';
/** Set back to an hour ago it would lack that hour's markers, which is what its loss does: see docs/decisions/032. */
const NOT_SET_BACK = 'MarkersTable';

export const dataSurvivesTheStack: Rule = {
  name: 'data-survives-the-stack',
  reason:
    'A stack that is deleted, or a resource that is replaced by a renaming, takes the archive, the dead letters and the ' +
    'markers of what was posted along. They are kept; and in prod dead letters can be set back to any second of 35 days.',
  check: ({ model, stage, at }) => [
    ...[...model.tables, ...model.buckets.filter(({ id }) => id !== DEPLOYMENT_BUCKET)]
      .filter(
        ({ deletionPolicy, updateReplacePolicy }) => deletionPolicy !== 'Retain' || updateReplacePolicy !== 'Retain',
      )
      .map(({ id }) => ({
        where: at(id),
        what: 'goes with the stack, or with what replaces it',
        fix: 'Set both DeletionPolicy and UpdateReplacePolicy to Retain.',
      })),
    ...(stage === PROTECTED_STAGE ? model.tables : []).flatMap(({ id, properties }): readonly Told[] => {
      const lacks = [
        ...(id === NOT_SET_BACK || properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true
          ? []
          : ['point-in-time recovery']),
        ...(properties.DeletionProtectionEnabled === true ? [] : ['deletion protection']),
      ];
      if (lacks.length === 0) return [];
      return [
        {
          where: at(id),
          what: `has no ${lacks.join(' and no ')}`,
          fix: 'Set the param protectTables of the stage to true.',
        },
      ];
    }),
  ],
};
