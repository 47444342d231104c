/**
 * Apache Parquet, made piece by piece: each call gives the bytes of one row group, and nothing of it is kept but the group's
 * place in the file. Pure.
 */
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import { schemaFromColumnData } from 'hyparquet-writer/src/schema.js';
import { COLUMNS, type LoggedRecord, rowOf } from './columns.ts';

export interface ParquetPieces {
  /** The next bytes of the file, with these records as a row group. */
  add(records: readonly LoggedRecord[]): Uint8Array<ArrayBuffer>;
  /** The last bytes. Nothing may be added after. */
  end(): Uint8Array<ArrayBuffer>;
}

export function parquetPieces(): ParquetPieces {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: COLUMNS.map(({ name, type }) => ({ name, type, data: [], nullable: true })) }),
    createdBy: 'fairnotice',
  });
  return {
    add(records) {
      // Without a `flush` of the writer below, nothing here waits.
      if (records.length > 0) void writer.write({ columnData: columnsOf(records), rowGroupSize: records.length });
      return taken(bytes);
    },
    end() {
      void writer.finish();
      return taken(bytes);
    },
  };
}

function columnsOf(records: readonly LoggedRecord[]) {
  const rows = records.map(rowOf);
  return COLUMNS.map(({ name, type }, column) => ({
    name,
    type,
    // No index of pages: it would be kept for every column of every group until the end.
    offsetIndex: false,
    data: rows.map((row) => {
      const cell = row[column] ?? null;
      if (cell === null) return null;
      if (type === 'TIMESTAMP') return new Date(String(cell));
      return type === 'INT64' ? BigInt(cell) : cell;
    }),
  }));
}

/** What was written since the last time. `index` is the place in the buffer, `offset` that in the file. */
function taken(bytes: ByteWriter): Uint8Array<ArrayBuffer> {
  const piece = new Uint8Array(bytes.getBuffer());
  bytes.index = 0;
  return piece;
}
