/** A policy's versions in time, worked out once for a build: pages ask for it thousands of times. */
import type { Policy, Version } from '../../core/content.ts';
import { predecessorOf, type Tenure, tenuresOf } from '../../core/versions.ts';

interface Timeline {
  tenures: Map<string, Tenure>;
  predecessors: Map<Version, Version | undefined>;
}

const known = new WeakMap<readonly Version[], Timeline>();

function timelineOf({ versions }: Policy): Timeline {
  const found = known.get(versions);
  if (found) return found;
  const made: Timeline = {
    // Of a version that was in force twice, the last time counts.
    tenures: new Map(tenuresOf(versions).map((tenure) => [tenure.id, tenure])),
    predecessors: new Map(versions.map((version) => [version, predecessorOf(versions, version)])),
  };
  known.set(versions, made);
  return made;
}

/** When a version was in force, the last time that it was. */
export function tenureOf(policy: Policy, version: Version): Tenure | undefined {
  return timelineOf(policy).tenures.get(version.id);
}

/** The version that a version replaces. */
export function predecessorIn(policy: Policy, version: Version): Version | undefined {
  return timelineOf(policy).predecessors.get(version);
}
