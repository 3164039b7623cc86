import type { Happening } from '../history.ts';
import type { PlannedWebhook } from './planned-webhook.ts';
import { BODY_CANARY, type SourceName } from './simulated-sources.ts';

type HappeningOf = (source: SourceName, senderEventId: string, type: string) => Happening;

const JSON_TYPE = { 'content-type': 'application/json' };
/** About as long as what senders leave out is worth: a webhook has some 300 bytes. */
const FILLING = `"note":"${BODY_CANARY}","filling":"${'lorem ipsum dolor sit amet, '.repeat(4)}"`;

/** GitHub names the delivery in a header, and never posts it again by itself. */
export function githubPush(index: number, happeningOf: HappeningOf): PlannedWebhook {
  const id = `push-${index}`;
  const body = `{"ref":"refs/heads/main","after":"${index}","pusher":{"name":"octo"},${FILLING}}`;
  const headers = { ...JSON_TYPE, 'x-github-event': 'push', 'x-github-delivery': id };
  return { source: 'github', happenings: [happeningOf('github', id, 'push')], write: () => ({ headers, body }) };
}

export function slackMention(index: number, happeningOf: HappeningOf): PlannedWebhook {
  const id = `Ev${index}`;
  const body = `{"type":"event_callback","event_id":"${id}","event":{"type":"app_mention","text":"hi ${index}"},${FILLING}}`;
  const happenings = [happeningOf('slack', id, 'app_mention')];
  // Slack says how often it has tried, in headers that a delivery keeps.
  const write = (attempt: number) => ({
    headers: attempt === 1 ? JSON_TYPE : { ...JSON_TYPE, 'x-slack-retry-num': String(attempt - 1) },
    body,
  });
  return { source: 'slack', happenings, write };
}

export function standardContact(index: number, happeningOf: HappeningOf): PlannedWebhook {
  const id = `msg_${index}`;
  const body = `{"type":"contact.created","data":{"id":"${index}","name":"Zoë \u{1F600}"},${FILLING}}`;
  const headers = { ...JSON_TYPE, 'webhook-id': id };
  const happenings = [happeningOf('standard', id, 'contact.created')];
  return { source: 'standard', happenings, write: () => ({ headers, body }) };
}

/** Counts its attempts in the body, under an id in a header that it does not sign. */
export function countingMeter(index: number, happeningOf: HappeningOf): PlannedWebhook {
  const id = `meter-${index}`;
  const headers = { ...JSON_TYPE, 'x-id': id };
  const write = (attempt: number) => ({
    headers,
    body: `{"type":"meter.read","attempt":${attempt},"reading":${index},${FILLING}}`,
  });
  return { source: 'counting', happenings: [happeningOf('counting', id, 'meter.read')], write };
}

/** @param count how many elements the array has */
export function groupingArray(index: number, count: number, happeningOf: HappeningOf): PlannedWebhook {
  const elements = Array.from({ length: count }, (_, place): Element => {
    const id = `element-${index}-${place}`;
    return {
      happening: happeningOf('grouping', id, 'element.changed'),
      text: `{"id":"${id}","type":"element.changed","value":1.50,"note":"${BODY_CANARY}"}`,
    };
  });
  return arrayOf(elements);
}

interface Element {
  readonly happening: Happening;
  readonly text: string;
}

function arrayOf(elements: readonly Element[]): PlannedWebhook {
  const half = Math.floor(elements.length / 2);
  const texts = elements.map(({ text }) => text);
  const body = `[${texts.join(',\n')}]`;
  return {
    source: 'grouping',
    happenings: elements.map(({ happening }) => happening),
    write: () => ({ headers: JSON_TYPE, body, elements: texts }),
    // The later ones first: an element's place says nothing about which one it is.
    split: () => (half === 0 ? [arrayOf(elements)] : [arrayOf(elements.slice(half)), arrayOf(elements.slice(0, half))]),
  };
}
