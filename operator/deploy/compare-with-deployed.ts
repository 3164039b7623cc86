import * as v from 'valibot';
import { createStack } from '#shared/aws/stack.ts';
import { describeDifference } from '../../template/difference/describe-difference.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import type { DeployPorts } from './deploy.ts';
import { explainNoStack } from './explain-no-stack.ts';

const templateSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({}));

/** @param directory where the stage is packaged, once it is asked */
export function compareWithDeployed(directory: string, region: string): Pick<DeployPorts, 'compare' | 'findStatus'> {
  const withStack = async <Answer>(ask: (stack: ReturnType<typeof createStack>) => Promise<Answer>) => {
    const { stackName } = await readPackagedService(directory);
    const stack = createStack(stackName, region);
    return ask(stack)
      .catch((error: unknown) => Promise.reject(explainNoStack(error, stackName)))
      .finally(() => stack.close());
  };
  return {
    findStatus: () => withStack(async (stack) => (await stack.status()) ?? 'not there'),
    async compare() {
      const deployed = await withStack((stack) => stack.template());
      if (deployed === undefined) return { isFirst: true, text: '', lost: [] };
      const { template } = await readPackagedService(directory);
      return { isFirst: false, ...(await describeDifference(v.parse(templateSchema, deployed), template)) };
    },
  };
}
