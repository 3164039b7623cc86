import { XMLBuilder, XMLParser } from 'fast-xml-parser';

import type { Answer } from '../http/answer.ts';
import { S3Error } from './s3-error.ts';

const builder = new XMLBuilder({ suppressEmptyNode: true });

const parser = new XMLParser({
  // Keys are text, though they may look like numbers or begin with a space.
  parseTagValue: false,
  trimValues: false,
  // A thousand keys may hold any number of ampersands; without a DTD no entity can grow.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
  htmlEntities: true,
  isArray: (name) => name === 'Object' || name === 'Part',
});

export function xmlAnswer(root: string, content: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: buildXml(root, content) };
}

export function buildXml(root: string, content: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: content })}`;
}

type XmlElement = Readonly<Record<string, unknown>>;

/** The root element's children by name: `Object` and `Part` as lists, leaves as text. */
export function parseXml(body: Buffer, root: string): XmlElement {
  const text = body.toString();
  if (/<!DOCTYPE/i.test(text)) throw new S3Error('MalformedXML', 'A document type is not allowed.');
  const element = parseText(text)[root];
  if (!isElement(element)) throw new S3Error('MalformedXML', `The request must be a ${root} document.`);
  return element;
}

/** The children of that name that are elements themselves. */
export function childElements(element: XmlElement, name: string): readonly XmlElement[] {
  const children = element[name];
  return Array.isArray(children) ? children.filter(isElement) : [];
}

export function childText(element: XmlElement, name: string): string | undefined {
  const child = element[name];
  return typeof child === 'string' ? child : undefined;
}

function parseText(text: string): XmlElement {
  try {
    const parsed: unknown = parser.parse(text);
    return isElement(parsed) ? parsed : {};
  } catch (error) {
    throw new S3Error('MalformedXML', `The XML you provided was not well-formed: ${String(error)}`);
  }
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
