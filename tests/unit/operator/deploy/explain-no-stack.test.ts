import { explainNoStack } from '../../../../operator/deploy/explain-no-stack.ts';

const named = (name: string) => Object.assign(new Error('not you'), { name });

test('a right that is lacking is exit code 4, and says where the rights are listed', () => {
  const told = explainNoStack(named('AccessDenied'), 'webhook-pipeline-dev');
  expect(told).toMatchObject({
    exitCode: 4,
    message: expect.stringMatching(/webhook-pipeline-dev.+not you.+deploying\.md/),
  });
});

test('whatever else CloudFormation answers is told in its own words, and a fault of ours stays one', () => {
  expect(explainNoStack(named('Throttling'), 'x')).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching('not you'),
  });
  const fault = new TypeError('stack.template is not a function');
  expect(explainNoStack(fault, 'x')).toBe(fault);
});
