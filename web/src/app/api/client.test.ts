import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Carrier } from './carrier';
import { Client } from './client';
import { ProblemError, isCancelled } from '../../lib/problem';

/** A real HTTP server; each test says how it answers. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => answer(request, response));
let carrier: Carrier;
let api: Client;

beforeAll(() => new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready)));
afterAll(() => void server.close());
beforeEach(() => {
  const { port } = server.address() as AddressInfo;
  // A page's addresses are relative to where it came from; Node has no such place.
  carrier = new Carrier((path, init) => fetch(`http://127.0.0.1:${port}${path}`, init));
  api = new Client(carrier);
});

const say = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

const gone = { code: 'trace-gone', message: 'This trace is no longer held.', hint: '', limit: null, got: null };

async function problemOf(request: Promise<unknown>): Promise<ProblemError> {
  const error = await request.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(ProblemError);
  return error as ProblemError;
}

test('every request carries the id of the page, and the same one', async () => {
  const ids: unknown[] = [];
  answer = (request, response) => {
    ids.push(request.headers['x-cutaway-page']);
    say(response, 200, []);
  };
  await api.models();
  await api.models();
  expect(ids[0]).toMatch(/^[0-9a-f]{24}$/);
  expect(ids[1]).toBe(ids[0]);
});

const none = { ids: [], ends: [], odd: [], odd_starts: [], odd_bytes: [], odd_texts: [], special: [], appended: 0 };

test('a name and a text reach the server as they are', async () => {
  const seen: unknown[] = [];
  answer = (request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      seen.push([new URL(request.url!, 'http://x').searchParams.get('name'), body && (JSON.parse(body) as unknown)]);
      say(response, 200, request.method === 'GET' ? {} : { text: '', tokens: none, target: none, target_text: '' });
    });
  };
  await api.modelStatus('a/b c&d');
  await api.tokens({ model: 'm', text: 'é 🚀 "\n\ud83d', target: '', appended: [7] });
  expect(seen).toEqual([
    ['a/b c&d', ''],
    [null, { model: 'm', text: 'é 🚀 "\n\ud83d', target: '', appended: [7] }],
  ]);
});

describe('a failure is a problem', () => {
  test('as the server tells it', async () => {
    const problem = {
      code: 'unknown-model',
      message: 'No such model.',
      hint: 'Ask for another.',
      limit: null,
      got: null,
    };
    answer = (_, response) => say(response, 404, problem);
    const error = await problemOf(api.modelStatus('x'));
    expect(error.problem).toEqual(problem);
    expect(error.status).toBe(404);
  });

  test('where what answers is not Cutaway', async () => {
    answer = (_, response) => response.writeHead(500).end('<h1>Oops</h1>');
    expect((await problemOf(api.about())).problem.message).toContain('500');
  });

  test('where the connection breaks, before or within the answer', async () => {
    answer = (request) => request.destroy();
    expect((await problemOf(api.about())).problem.code).toBe('server-gone');
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"version"', () => response.destroy());
    };
    expect((await problemOf(api.about())).problem.code).toBe('server-gone');
  });

  test('but not where the page itself gave the request up', async () => {
    const controller = new AbortController();
    answer = () => controller.abort();
    const error = await api.about(controller.signal).catch((error: unknown) => error);
    expect(isCancelled(error)).toBe(true);
  });
});

describe('while the server does not answer', () => {
  test('a question waits, and is asked again when it is back', async () => {
    let [asked, waited] = [0, 0];
    answer = (request, response) => {
      asked++;
      if (waited < 2) request.destroy();
      else say(response, 200, []);
    };
    carrier.whenBack = () => Promise.resolve(void waited++);
    expect(await api.models()).toEqual([]);
    expect([asked, waited]).toEqual([3, 2]);
  });

  test('so is one whose answer broke off', async () => {
    let broken = false;
    answer = (_, response) => {
      if (broken) return say(response, 200, []);
      broken = true;
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('[{"', () => response.destroy());
    };
    carrier.whenBack = () => Promise.resolve();
    expect(await api.models()).toEqual([]);
  });

  test('what changes something is not asked twice', async () => {
    let asked = 0;
    answer = (request) => {
      asked++;
      request.destroy();
    };
    carrier.whenBack = () => Promise.resolve();
    expect((await problemOf(api.deleteTrained('a'))).problem.code).toBe('server-gone');
    expect((await problemOf(api.saveTrained('a', 'b', false))).problem.code).toBe('server-gone');
    expect(asked).toBe(2);
  });

  test('who gave up waits no more', async () => {
    const controller = new AbortController();
    answer = (request) => request.destroy();
    carrier.whenBack = (signal) => {
      controller.abort();
      return signal!.aborted ? Promise.reject(new DOMException('Aborted', 'AbortError')) : Promise.resolve();
    };
    expect(isCancelled(await api.about(controller.signal).catch((error: unknown) => error))).toBe(true);
  });

  test('a server is there as soon as it answers anything of its own', async () => {
    answer = (request) => request.destroy();
    expect(await carrier.answers()).toBe(false);
    answer = (_, response) => response.writeHead(502).end('<h1>proxy</h1>');
    expect(await carrier.answers()).toBe(false);
    answer = (_, response) => say(response, 503, { ...gone, code: 'busy' });
    expect(await carrier.answers()).toBe(true);
  });
});

describe('a trace that is gone', () => {
  test('is made again once, unseen by who asked', async () => {
    const asked: string[] = [];
    answer = (request, response) => {
      asked.push(request.url!);
      if (request.url!.includes('/old/')) say(response, 410, gone);
      else say(response, 200, { sites: { embed: [2, 3] } });
    };
    carrier.remake = (id) => Promise.resolve(id === 'old' ? 'new' : 'wrong');
    expect(await api.sites('old')).toEqual({ sites: { embed: [2, 3] } });
    expect(asked).toEqual(['/api/traces/old/sites', '/api/traces/new/sites']);
  });

  test('is a problem when it is gone again', async () => {
    answer = (_, response) => say(response, 410, gone);
    carrier.remake = () => Promise.resolve('new');
    expect((await problemOf(api.tensor('old', { site: 'embed' }))).problem.code).toBe('trace-gone');
  });
});
