import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface ReceivedPost {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface DestinationServer {
  readonly url: string;
  /** Everything that was posted, in the order of its arrival. */
  readonly posts: readonly ReceivedPost[];
  /** What is answered from now on. */
  answerWith(answer: (post: ReceivedPost) => number): void;
  close(): Promise<void>;
}

const noContent = () => 204;

/** Where forward posts to in a test: on this machine, and willing to answer whatever the test wants. */
export async function startDestinationServer(): Promise<DestinationServer> {
  const posts: ReceivedPost[] = [];
  let answer: (post: ReceivedPost) => number = noContent;
  const server = createServer((request, response) => {
    void take(request, response);
  });
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const post = { headers: request.headers, body: await buffer(request) };
    posts.push(post);
    response.writeHead(answer(post)).end();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    posts,
    answerWith(next) {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
