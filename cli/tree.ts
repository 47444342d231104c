/** The content tree that a command works on. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Content, loadContent, type Policy, type Version } from '../core/content.ts';
import { diskReader } from '../core/files.ts';
import { nearest } from '../core/nearest.ts';
import type { FileToWrite } from '../core/publishing.ts';
import { CannotRun } from './outcome.ts';

/** The product's own folder. */
export const ROOT = resolve(import.meta.dirname, '..');

/** Where a command was typed: npm runs scripts in the package's folder and keeps the place in INIT_CWD. */
export function fromHere(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** Folder of the content: the option, else the environment, else the product's own. */
export function contentDir(option: string | undefined): string {
  const named = option ?? process.env.FAIRNOTICE_CONTENT;
  return named ? fromHere(named) : join(ROOT, 'content');
}

/** @throws {CannotRun} where a folder is none. A name that was mistyped is no finding. */
export function ensureTree(folder: string): void {
  if (!existsSync(join(folder, 'organisation.json')))
    throw new CannotRun(`${folder} is no content tree yet. Begin it: fairnotice new organisation --content ${folder} --organisation NAME --domain DOMAIN`);
}

/** @throws {ContentError} where the content is wrong. */
export function readTree(folder: string): Content {
  ensureTree(folder);
  return loadContent(diskReader(folder), diskReader(join(ROOT, 'content')));
}

/** Writes files below the tree. Each is written whole or not at all. */
export function writeFiles(folder: string, files: readonly FileToWrite[]): void {
  for (const { path, text } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
}

export function findPolicy(content: Content, id: string): Policy {
  const found = content.policies.find((policy) => policy.id === id);
  if (found) return found;
  const ids = content.policies.map((policy) => policy.id);
  const near = nearest(id, ids);
  throw new CannotRun(`There is no policy ${id}${near ? `; did you mean ${near}?` : '.'} There are: ${ids.join(', ') || 'none'}.`);
}

export function findVersion(policy: Policy, id: string): Version {
  const found = policy.versions.find((version) => version.id === id);
  if (found) return found;
  const ids = policy.versions.map((version) => version.id);
  throw new CannotRun(
    `${policy.id} has no version ${id}. It has: ${ids.slice(-12).join(', ')}${ids.length > 12 ? ` and ${ids.length - 12} earlier ones` : ''}.`,
  );
}
