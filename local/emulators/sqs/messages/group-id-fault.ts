/** The sentence that tells what is wrong with a MessageGroupId; undefined when SQS and SNS would take it. */
export function groupIdFault(groupId: string): string | undefined {
  // ASCII's letters, digits and punctuation: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  if (/^[!-~]{1,128}$/.test(groupId)) return undefined;
  return 'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.';
}
