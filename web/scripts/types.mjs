/** Writes src/app/api/schema.d.ts from the server's own OpenAPI schema (`npm run types`; PYTHON names the interpreter). */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const own = '../.venv/bin/python';
const python = process.env.PYTHON ?? (existsSync(own) ? own : 'python3');
const schema = execFileSync(python, ['-m', 'cutaway.server.openapi'], { encoding: 'utf8', maxBuffer: 2 ** 26 });
const types = astToString(await openapiTS(JSON.parse(schema), { defaultNonNullable: true }));
writeFileSync(
  'src/app/api/schema.d.ts',
  `// Generated from the server's OpenAPI schema by \`npm run types\`; not to be edited.\n\n${types}`,
);
