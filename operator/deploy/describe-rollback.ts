/**
 * What can be done, by what CloudFormation calls the state of the stack.
 * @param isFirst nothing was deployed before: the stack held at most the bucket for deployments
 */
export function describeRollback(stage: string, status: string, isFirst: boolean): string {
  if (status === 'ROLLBACK_COMPLETE') {
    return (
      'The stack was never whole and can only be deleted: `aws cloudformation delete-stack`; ' +
      'buckets and tables stay, and docs/recreating-a-stack.md says how to get rid of them or back to them.\n'
    );
  }
  if (status.startsWith('UPDATE_ROLLBACK_COMPLETE')) {
    if (!isFirst) return 'CloudFormation has put back what was deployed before.\n';
    return 'CloudFormation has taken back all but the bucket for deployments: mend what it named, and deploy again.\n';
  }
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return 'CloudFormation could not put back what was there: `aws cloudformation continue-update-rollback`.\n';
  }
  if (status.endsWith('_IN_PROGRESS')) return 'CloudFormation is not done with it: wait, and look again.\n';
  if (isFirst) {
    return (
      `Nothing was deployed before that one could go back to. \`npm run hooks -- canary --stage ${stage}\` tries it again, ` +
      `and \`npx sls remove --stage ${stage}\` takes all away but buckets and tables.\n`
    );
  }
  return (
    'To go back: check out the commit that was deployed before, then ' +
    `\`npm ci && npm run deploy -- --stage ${stage}\`. Nothing accepted is lost meanwhile: it waits on the queues.\n`
  );
}
