import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createReader } from '#shared/outbound/reader.ts';
import { testCertificate } from '../../../support/test-certificate.ts';

test('a host that only vouches for itself is not asked', async () => {
  const { pem, privateKey } = testCertificate({ name: 'sns.eu-central-1.amazonaws.com' });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  let asked = 0;
  const server = https.createServer({ key, cert: pem }, (_, response) => {
    asked += 1;
    response.end('a certificate');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const reader = createReader({ stage: 'local', resolve: async () => [{ address: '127.0.0.1', family: 4 }] });
  const request = { headers: {}, timeoutMs: 5000, bytesMax: 1024, signal: new AbortController().signal };
  const answered = reader.get(`https://sns.eu-central-1.amazonaws.com:${port}/a.pem`, request);
  await expect(answered).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  expect(asked).toBe(0);
  server.close();
});
