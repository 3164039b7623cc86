import type { ReadAnswer } from '#shared/ports.ts';
import { createCertificates } from '../../../../../functions/ingest/signature/certificates.ts';
import { rsaKey, testCertificate, type WantedCertificate } from '../../../../support/test-certificate.ts';

const NOW = new Date('2026-01-02T03:04:05Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const minute = (index: number) => later(index * 60_000);
const HOSTS = /^certs\.example\.com$/;
const URL = 'https://certs.example.com/one.pem';
const at = (index: number) => `https://certs.example.com/${index}.pem`;
const NAME = 'signing.example.com';
const SUBJECT = /^signing\.example\.com$/;

const root = testCertificate({ name: 'root', isAuthority: true, privateKey: rsaKey() });
const middle = testCertificate({ name: 'middle', isAuthority: true, issuer: root });
const leaf = (wanted: Partial<WantedCertificate> = {}) => testCertificate({ name: NAME, issuer: middle, ...wanted });
const withChain = leaf().pem + middle.pem;

/** A host that answers each question with the next of these, and the last one again and again. */
function given(...answers: readonly (string | number | Error)[]) {
  const asked: string[] = [];
  const get = async (url: string): Promise<ReadAnswer> => {
    asked.push(url);
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    const isStatus = typeof answer === 'number';
    return { status: isStatus ? answer : 200, bytes: Buffer.from(isStatus ? '' : (answer ?? '')) };
  };
  const certificates = createCertificates({ reader: { get }, roots: async () => [root.pem] });
  const find = (url = URL, now = NOW, { sender = 'aws-sns', sourceName = 'orders' } = {}) =>
    certificates.find({ url, hosts: HOSTS, subject: SUBJECT, sender, sourceName }, now);
  return { asked, find };
}

const refused = (reason: string) => expect.objectContaining({ name: 'CertificateRefused', reason });
const untilLater = expect.objectContaining({ name: 'RejectedWebhook', status: 503, headers: { 'retry-after': '10' } });

describe('where certificates are fetched', () => {
  test.each([
    'http://certs.example.com/one.pem',
    'https://certs.example.com:8443/one.pem',
    'https://user@certs.example.com/one.pem',
    'https://certs.example.com@evil.example/one.pem',
    'https://certs.example.com.evil.example/one.pem',
    'https://evilcerts.example.com/one.pem',
    'https://certs.example.com./one.pem',
    'https://certs.example.com\\@evil.example/one.pem',
    'https://certs.example.com/one.pem?again=1',
    'https://certs.example.com/one.pem#again',
    'https://certs.example.com/./one.pem',
    'https://certs.example.com//one.pem',
    'https://certs.example.com/%6fne.pem',
    ' https://certs.example.com/one.pem',
    'https://127.0.0.1/one.pem',
    'file:///etc/passwd',
    '',
  ])('%s is refused and never asked for', async (url) => {
    const { asked, find } = given(withChain);
    await expect(find(url)).rejects.toEqual(refused('certificate-host'));
    expect(asked).toEqual([]);
  });

  test('its own port may be written down', async () => {
    const { asked, find } = given(withChain);
    await find('https://certs.example.com:443/one.pem');
    await find();
    expect(asked).toEqual([URL]);
  });
});

describe('a certificate', () => {
  test('is found with its chain up to a root', async () => {
    const { certificate } = await given(withChain).find();
    expect(certificate.subject).toBe(`CN=${NAME}`);
  });

  test('is found with the root at the end of the file, or with more behind it', async () => {
    await expect(given(withChain + root.pem).find()).resolves.toBeDefined();
    await expect(given(withChain + root.pem + leaf().pem).find()).resolves.toBeDefined();
  });

  test('is found when its host publishes it alone, and its issuer is not at hand', async () => {
    await expect(given(leaf().pem).find()).resolves.toBeDefined();
  });

  const forger = testCertificate({ name: 'middle', isAuthority: true, privateKey: rsaKey() });
  const strangers = testCertificate({ name: 'root', isAuthority: true, privateKey: rsaKey() });
  const noAuthority = testCertificate({ name: 'middle', issuer: root });
  test.each([
    ['that vouches for itself', leaf({ issuer: undefined }).pem, 'its chain ends at nobody who is trusted'],
    [
      'alone that names a root which has not signed it',
      leaf({ issuer: strangers }).pem,
      'its chain ends at nobody who is trusted',
    ],
    ['whose chain does not fit', leaf().pem + forger.pem, 'its chain is broken'],
    [
      'whose chain ends at nobody known',
      leaf({ issuer: forger }).pem + forger.pem,
      'its chain ends at nobody who is trusted',
    ],
    ['whose issuer is no authority', leaf({ issuer: noAuthority }).pem + noAuthority.pem, 'its chain is broken'],
    ['whose chain has a gap', leaf().pem + root.pem, 'its chain is broken'],
    ['with a short key', leaf({ privateKey: rsaKey(1024) }).pem + middle.pem, 'its key is not RSA'],
    ['that has ended', leaf({ to: later(-1000) }).pem + middle.pem, 'it is not valid at this time'],
    ['that has not begun', leaf({ from: later(1000) }).pem + middle.pem, 'it is not valid at this time'],
    [
      'made out to somebody else',
      leaf({ name: 'evil.example.com' }).pem + middle.pem,
      'it is made out to somebody else',
    ],
    [
      'made out to a name with more around it',
      leaf({ name: `${NAME}.evil.example` }).pem + middle.pem,
      'it is made out to somebody else',
    ],
    [
      'made out to a name with a line break in it',
      leaf({ name: `evil\nCN=${NAME}` }).pem + middle.pem,
      'it is made out to somebody else',
    ],
    ['that is none', '<html></html>', 'there is none in the file'],
    ['that is broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', 'it cannot be read'],
    ['in a file of too many', withChain.repeat(4), 'a file may hold 6'],
    ['that its host does not know', 404, 'its host knows none of this name'],
  ])('%s is refused', async (_, file, why) => {
    const { find } = given(file);
    await expect(find()).rejects.toEqual(refused('certificate-refused'));
    await expect(find()).rejects.toThrow(why);
  });

  test('under a chain that has ended is refused', async () => {
    const ended = testCertificate({ name: 'middle', isAuthority: true, issuer: root, to: later(-1000) });
    await expect(given(leaf().pem + ended.pem).find()).rejects.toEqual(refused('certificate-refused'));
  });

  test.each([
    ['is busy', 503],
    ['sends elsewhere', 302],
    ['refuses us', 403],
    ['is not there', new Error('no such name')],
  ])('whose host %s cannot be had now, which is no refusal', async (_, answer) => {
    await expect(given(answer).find()).rejects.toEqual(untilLater);
  });
});

describe('memory', () => {
  const DAY_MS = 24 * 60 * 60 * 1000;

  test('holds a certificate for a day, and asks again then', async () => {
    const { asked, find } = given(withChain);
    await find();
    await find(URL, later(DAY_MS));
    expect(asked).toHaveLength(1);
    await find(URL, later(DAY_MS + 1));
    expect(asked).toHaveLength(2);
  });

  test('holds none beyond its end', async () => {
    const { asked, find } = given(leaf({ to: later(5000) }).pem + middle.pem, withChain);
    await find();
    await find(URL, later(6000));
    expect(asked).toHaveLength(2);
  });

  test('shares one question among all who ask at once, and its failure, too', async () => {
    const good = given(withChain);
    await Promise.all([good.find(), good.find(), good.find()]);
    expect(good.asked).toHaveLength(1);
    const bad = given(404);
    await Promise.allSettled([bad.find(), bad.find()]);
    expect(bad.asked).toHaveLength(1);
  });

  test.each([[404], [503]])('asks a host that answered %s again after ten seconds, not before', async (status) => {
    const { asked, find } = given(status, withChain);
    await expect(find()).rejects.toBeDefined();
    await expect(find(URL, later(10_000))).rejects.toBeDefined();
    expect(asked).toHaveLength(1);
    await find(URL, later(10_001));
    expect(asked).toHaveLength(2);
  });

  /** As many as it takes until a source has used up what strangers may have asked for, and after them all sources together. */
  const sources = ['one', 'two', 'three', 'four', 'five'];

  test.each([
    ['that are none', 404],
    ['that there are', withChain],
  ])('asks for ten %s in ten seconds at most, three of them for one source', async (_, answer) => {
    const { asked, find } = given(answer);
    for (const sourceName of sources) {
      const before = asked.length;
      for (let index = 0; index < 20; index += 1) await find(at(index), NOW, { sourceName }).catch(() => {});
      expect(asked.length - before).toBeLessThanOrEqual(3);
      for (let index = 0; index < 20; index += 1) {
        await find(`https://certs.example.com/${sourceName}/${index}.pem`, NOW, { sourceName }).catch(() => {});
      }
    }
    expect(asked).toHaveLength(10);
    await expect(find('https://certs.example.com/new.pem')).rejects.toEqual(untilLater);
    await find('https://certs.example.com/new.pem', later(10_001)).catch(() => {});
    expect(asked).toHaveLength(11);
  });

  test('a stranger at one source takes nothing away from another, and one sender’s nothing from the other’s', async () => {
    const { asked, find } = given(404);
    for (let index = 0; index < 20; index += 1) await find(at(index)).catch(() => {});
    expect(asked).toHaveLength(3);
    await find(at(100), NOW, { sourceName: 'another' }).catch(() => {});
    expect(asked).toHaveLength(4);
    for (const sourceName of sources) {
      for (let index = 0; index < 3; index += 1) {
        await find(`https://certs.example.com/${sourceName}/${index}.pem`, NOW, { sourceName }).catch(() => {});
      }
    }
    expect(asked).toHaveLength(10);
    await find(at(101), NOW, { sender: 'paypal', sourceName: 'shop' }).catch(() => {});
    expect(asked).toHaveLength(11);
  });

  test('one that has proven a webhook stays, whatever strangers name, and is renewed after a day before all of them', async () => {
    const { asked, find } = given(withChain);
    (await find()).hasVerified();
    const name = async (from: Date) => {
      for (let index = 0; index < 40; index += 1) {
        await find(at(index), new Date(from.getTime() + index * 5000)).catch(() => {});
      }
    };
    await name(NOW);
    const before = asked.length;
    expect(before).toBeGreaterThan(20);
    await find(URL, later(200_000));
    expect(asked).toHaveLength(before);
    const tomorrow = later(DAY_MS + 1);
    for (let index = 0; index < 3; index += 1) await find(at(1000 + index), tomorrow);
    await expect(find(at(2000), tomorrow)).rejects.toEqual(untilLater);
    await expect(find(URL, tomorrow)).resolves.toBeDefined();
  });

  test('holds ten, and of those that proved nothing lets go which nobody asks for', async () => {
    const { asked, find } = given(withChain);
    for (let index = 0; index < 10; index += 1) await find(at(index), minute(index));
    await find(at(0), minute(10));
    await find(at(10), minute(10));
    expect(asked).toHaveLength(11);
    await find(at(0), minute(11));
    expect(asked).toHaveLength(11);
    await find(at(1), minute(12));
    expect(asked).toHaveLength(12);
  });

  test('where all ten have proven webhooks, only another such one takes the place of one', async () => {
    const { asked, find } = given(withChain);
    for (let index = 0; index < 10; index += 1) (await find(at(index), minute(index))).hasVerified();
    const another = await find(at(10), minute(10));
    await find(at(0), minute(11));
    expect(asked).toHaveLength(11);
    another.hasVerified();
    await find(at(10), minute(12));
    expect(asked).toHaveLength(11);
    await find(at(1), minute(13));
    expect(asked).toHaveLength(12);
  });

  test('roots that could not be read are read again', async () => {
    let times = 0;
    const roots = async () => {
      times += 1;
      if (times === 1) throw new Error('once');
      return [root.pem];
    };
    const reader = { get: async () => ({ status: 200, bytes: Buffer.from(withChain) }) };
    const certificates = createCertificates({ reader, roots });
    const wanted = { url: URL, hosts: HOSTS, subject: SUBJECT, sender: 'aws-sns', sourceName: 'orders' };
    await expect(certificates.find(wanted, NOW)).rejects.toThrow('once');
    await expect(certificates.find(wanted, later(10_001))).resolves.toBeDefined();
  });
});
