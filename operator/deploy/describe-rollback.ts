/** What can be done, by what CloudFormation calls the state of the stack. */
export function describeRollback(stage: string, status: string): string {
  if (status === 'ROLLBACK_COMPLETE') {
    return (
      'The stack was never whole and can only be deleted: `aws cloudformation delete-stack`; ' +
      'buckets and tables stay, and docs/recreating-a-stack.md says how to get rid of them or back to them.\n'
    );
  }
  if (status.startsWith('UPDATE_ROLLBACK_COMPLETE')) return 'CloudFormation has put back what was deployed before.\n';
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    return 'CloudFormation could not put back what was there: `aws cloudformation continue-update-rollback`.\n';
  }
  if (status.endsWith('_IN_PROGRESS')) return 'CloudFormation is not done with it: wait, and look again.\n';
  return (
    'To go back: check out the commit that was deployed before, then ' +
    `\`npm ci && npm run deploy -- --stage ${stage}\`. Nothing accepted is lost meanwhile: it waits on the queues.\n`
  );
}
