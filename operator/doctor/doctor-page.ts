import type { Rule } from './rule.ts';

const HEAD = `# What the doctor looks for

\`npm run hooks -- doctor --stage <stage>\` packages the stage and holds these rules against its CloudFormation template, its
configuration and what is deployed. It runs before every deploy, and its rules are held against every stage in \`npm test\`. It
exits 0 where nothing is wrong in what could be looked at, 1 where something is (with \`--strict\` also for warnings) and 2 where
there is no such package or a rule itself failed.

What cannot be read, because AWS is not reachable or a right is missing, is listed as not checked, with the reason; \`--offline\`
looks at the template alone. Where a queue is removed and nobody may see whether it is empty, that is an error all the same.
The live rules call \`lambda:GetAccountSettings\`, \`cloudformation:GetTemplate\`, and what the operators' policies allow.

This page is made from the rules themselves: \`node operator/doctor/write-docs.ts --write\`.
`;

/** docs/doctor.md: each rule with its reason, in the order in which they are told. */
export const doctorPage = (rules: readonly Rule[]): string =>
  `${HEAD}\n${rules.map(({ name, reason }) => `## ${name}\n\n${reason}\n`).join('\n')}`;
