// A process of its own for the row `memory`: drives the packaged ingest with signed webhooks and says what its heap holds after
// so many of them. Plain JavaScript: no loader of ours stays in its memory.
const { createHmac, randomUUID } = require('node:crypto');
const { writeSync } = require('node:fs');

const STDOUT = 1;

const { bundle, secret, looks, bodyBytes } = JSON.parse(process.argv[2] ?? '');
const { handler } = require(bundle);

/**
 * All that is no longer reachable goes; twice, because finalizers free some only then.
 * @param {number} webhooks
 */
function look(webhooks) {
  for (const _ of [1, 2]) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { webhooks, heapBytes: heapUsed, externalBytes: external, rssBytes: rss };
}

function signedEvent() {
  const body = JSON.stringify({ action: 'opened', id: randomUUID(), text: 'x'.repeat(bodyBytes) });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    rawPath: '/webhooks/github',
    rawQueryString: '',
    pathParameters: { source: 'github' },
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
    requestContext: { domainName: 'hooks.example.com', http: { method: 'POST' } },
    body,
    isBase64Encoded: false,
  };
}

async function drive() {
  const seen = [];
  // What it logs would be collected by whoever measures.
  process.stdout.write = () => true;
  let done = 0;
  for (const until of looks) {
    for (; done < until; done += 1) {
      const { statusCode, body } = await handler(signedEvent());
      if (statusCode !== 202 && statusCode !== 200) throw new Error(`Answered ${statusCode}: ${body}`);
    }
    seen.push(look(done));
  }
  writeSync(STDOUT, JSON.stringify(seen));
}

drive().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
