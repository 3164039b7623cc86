/** Bytes of an object of an order: enough of them in a sender's webhook make its size. */
const LINES_START_BYTES = 300;

/**
 * A webhook as senders write them: an envelope of id and type around nested objects of short texts, numbers and some longer text.
 * @param seed makes its values differ from those of another, not its shape
 */
export function sampleBody(bytes: number, seed: number): Buffer {
  const lines: object[] = [];
  const webhook = {
    id: `evt_${String(seed).padStart(24, '0')}`,
    object: 'event',
    type: 'order.paid',
    action: 'paid',
    created: 1_760_000_000 + seed,
    livemode: false,
    data: { object: { id: `ord_${seed}`, currency: 'eur', amount: 4_200 + seed, customer: null, lines } },
    padding: '',
  };
  const written = () => Buffer.from(JSON.stringify(webhook));
  while (written().length < bytes - LINES_START_BYTES) lines.push(orderLine(lines.length, seed));
  webhook.padding = 'x'.repeat(Math.max(0, bytes - written().length));
  return written();
}

const orderLine = (index: number, seed: number) => ({
  id: `li_${seed}_${index}`,
  sku: `A-${1000 + ((index * 37 + seed) % 9000)}`,
  quantity: 1 + (index % 5),
  price: { amount: 199 + index * 7, currency: 'eur', taxRate: 0.19 },
  description: 'Blue cotton shirt, size "M", wash at 30 °C\nfrom the spring collection',
  tags: ['shirt', 'cotton', index % 2 === 0 ? 'sale' : 'new'],
  isGift: index % 3 === 0,
});
