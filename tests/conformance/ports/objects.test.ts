// What the store of objects promises to whoever keeps results and settings there.
import type { ObjectListing, Objects } from '#shared/ports.ts';
import { emulatedWorld } from './worlds/emulated.ts';
import { inEachWorld, withOpen } from './worlds/in-each-world.ts';
import { inMemoryWorld } from './worlds/in-memory.ts';
import { simulatedWorld } from './worlds/simulated.ts';
import { withProxyInFront } from './worlds/proxy-in-front.ts';

const emulated = emulatedWorld();
const worlds = { emulated, 'in-memory': inMemoryWorld(), simulated: simulatedWorld() };
withOpen(worlds);

const json = { contentType: 'application/json' };
const key = 'config/sources.json';
const put = (objects: Objects, text: string, under = key) => objects.put(under, Buffer.from(text), json);

async function read(objects: Objects, from = key): Promise<{ readonly text: string; readonly etag: string }> {
  const stored = await objects.get(from);
  if (stored === 'missing') throw new Error(`${from} is missing`);
  return { text: stored.bytes.toString(), etag: stored.etag };
}

async function listAll(objects: Objects, prefix: string, after?: string): Promise<readonly ObjectListing[]> {
  const listed: ObjectListing[] = [];
  for await (const one of objects.list(prefix, after)) listed.push(one);
  return listed;
}

const keysOf = async (...asked: Parameters<typeof listAll>) => (await listAll(...asked)).map((listed) => listed.key);

inEachWorld(worlds, (given) => {
  test('an object is read as it was written, byte for byte, and the last write counts', async () => {
    const { objects } = await given();
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await put(objects, 'first');
    await objects.put(key, bytes, { contentType: 'application/gzip', contentEncoding: 'gzip' });
    expect(await objects.get(key)).toMatchObject({ bytes });
    await objects.put(key, Buffer.alloc(0), json);
    expect(await objects.get(key)).toMatchObject({ bytes: Buffer.alloc(0) });
    expect(await objects.get('config/other.json')).toBe('missing');
  });

  test('a reader learns that its object is unchanged, that it changed, and that it is gone', async () => {
    const { objects } = await given();
    await put(objects, 'one');
    const { etag } = await read(objects);
    expect(await objects.getIfChanged(key, etag)).toBe('unchanged');
    await put(objects, 'two');
    expect(await objects.getIfChanged(key, etag)).toMatchObject({ bytes: Buffer.from('two') });
    await objects.remove(key);
    expect(await objects.getIfChanged(key, etag)).toBe('missing');
  });

  test('the same bytes have the same ETag, whenever they are written', async () => {
    const { objects } = await given();
    await put(objects, 'one');
    const { etag } = await read(objects);
    await put(objects, 'two');
    expect((await read(objects)).etag).not.toBe(etag);
    await put(objects, 'one');
    expect(await objects.getIfChanged(key, etag)).toBe('unchanged');
  });

  test('what is there already is not written over where only the first counts', async () => {
    const { objects } = await given();
    expect(await objects.putIfAbsent(key, Buffer.from('first'), json)).toBe('stored');
    expect(await objects.putIfAbsent(key, Buffer.from('second'), json)).toBe('present');
    expect(await objects.putIfAbsent(key, Buffer.from('first'), json)).toBe('present');
    expect((await read(objects)).text).toBe('first');
    await objects.remove(key);
    expect(await objects.putIfAbsent(key, Buffer.from('third'), json)).toBe('stored');
  });

  test('only the state that the writer has read is written over', async () => {
    const { objects } = await given();
    await put(objects, 'one');
    const { etag } = await read(objects);
    expect(await objects.putIfUnchanged(key, etag, Buffer.from('two'), json)).toBe('stored');
    expect(await objects.putIfUnchanged(key, etag, Buffer.from('three'), json)).toBe('changed');
    expect((await read(objects)).text).toBe('two');
    await objects.remove(key);
    expect(await objects.putIfUnchanged(key, etag, Buffer.from('four'), json)).toBe('changed');
    expect(await objects.get(key)).toBe('missing');
  });

  test('of many at once exactly one is stored, and it is the one that is read', async () => {
    const { objects } = await given();
    const writers = Array.from({ length: 10 }, async (_, index) => {
      // S3 may say 409 of one that is under way: its writer does not know yet who has won.
      const outcome = await objects.putIfAbsent(key, Buffer.from(`${index}`), json).catch(() => 'unknown');
      return { text: `${index}`, outcome };
    });
    const stored = (await Promise.all(writers)).filter(({ outcome }) => outcome === 'stored');
    expect(stored).toEqual([{ text: (await read(objects)).text, outcome: 'stored' }]);
  });

  test('what is removed is gone, and what was never there is removed as well', async () => {
    const { objects } = await given();
    await put(objects, 'one');
    await objects.remove(key);
    expect(await objects.get(key)).toBe('missing');
    await expect(objects.remove(key)).resolves.toBeUndefined();
  });

  test('a listing has the keys of a prefix in the order of their bytes, with sizes, from behind a key on', async () => {
    const { objects } = await given();
    // UTF-16 has the last two the other way round.
    const keys = ['a/', 'a/B', 'a/b', 'a/b/c', 'a/é', 'a/\uFF5E', 'a/🎉'];
    for (const [index, under] of keys.toReversed().entries()) await put(objects, 'x'.repeat(index), under);
    for (const under of ['a', 'b/a', 'A/b']) await put(objects, 'elsewhere', under);
    expect(await keysOf(objects, 'a/')).toEqual(keys);
    expect((await listAll(objects, 'a/')).map(({ bytes }) => bytes)).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect(await keysOf(objects, 'a/', 'a/b')).toEqual(keys.slice(3));
    expect(await keysOf(objects, 'a/', 'a/bb')).toEqual(keys.slice(4));
    expect(await keysOf(objects, 'a/', 'b')).toEqual([]);
    expect(await keysOf(objects, 'nothing/')).toEqual([]);
  });
});

test('a listing of several pages is whole, however few keys S3 puts on one', async () => {
  const { objects } = await emulated.given();
  const keys = Array.from({ length: 11 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
  for (const under of keys) await put(objects, '', under);
  const pages: string[] = [];
  const rewrite = (path: string) => {
    pages.push(path);
    return `${path}&max-keys=3`;
  };
  await withProxyInFront(emulated.aws().emulators.url, { rewrite }, async (url) => {
    expect(await keysOf(emulated.objectsAt(url, objects.bucket), 'many/')).toEqual(keys);
  });
  expect(pages).toHaveLength(4);
});
