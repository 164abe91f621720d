/** Draws `src/assets/demo-<slug>.jpg` for every demo listing: `node src/sandbox/draw-demo-images.ts`. The files are committed. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { type DemoListing, demoListings } from './demo-listings.ts';

const WIDTH = 960;
const HEIGHT = 640;
const GROUND = 540;

/** The same picture every time: numbers that follow from the listing's name. */
function dice(seed: string): () => number {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const pick = <T extends readonly [unknown, ...unknown[]]>(random: () => number, items: T): T[number] =>
  items[Math.floor(random() * items.length)] ?? items[0];

const skies = [
  ['#8ec9f5', '#eaf6ff'],
  ['#f7b267', '#fff1dc'],
  ['#86d3c8', '#f0fbf6'],
  ['#a7b7f0', '#f3f2ff'],
] as const;
const walls = ['#f4e3c8', '#e9edf2', '#f6d6cf', '#dcead5', '#f9efb8', '#d8e4f2'] as const;
const roofs = ['#b4532f', '#7b3f2c', '#53616f', '#8c2f39', '#3e5c50'] as const;
const accents = { putra: '#2f6db5', putri: '#c2407d', campur: '#2f8a63' };

function drawScenery(draw: SKRSContext2D, random: () => number): void {
  const [top, bottom] = pick(random, skies);
  const sky = draw.createLinearGradient(0, 0, 0, GROUND);
  sky.addColorStop(0, top);
  sky.addColorStop(1, bottom);
  draw.fillStyle = sky;
  draw.fillRect(0, 0, WIDTH, HEIGHT);
  draw.fillStyle = '#ffffff';
  for (let cloud = 0; cloud < 3; cloud++) {
    const x = random() * WIDTH;
    const y = 50 + random() * 110;
    for (let puff = 0; puff < 4; puff++) circle(draw, x + puff * 34, y + (puff % 2) * -14, 26 + random() * 12);
  }
  draw.fillStyle = 'rgba(60,110,90,0.35)';
  draw.beginPath();
  draw.moveTo(0, GROUND);
  for (let x = 0; x <= WIDTH; x += 120) draw.lineTo(x, GROUND - 90 - random() * 110);
  draw.lineTo(WIDTH, GROUND);
  draw.fill();
  draw.fillStyle = '#7fae6b';
  draw.fillRect(0, GROUND, WIDTH, HEIGHT - GROUND);
  draw.fillStyle = '#c9c2b5';
  draw.fillRect(0, HEIGHT - 48, WIDTH, 48);
}

function circle(draw: SKRSContext2D, x: number, y: number, radius: number): void {
  draw.beginPath();
  draw.arc(x, y, radius, 0, Math.PI * 2);
  draw.fill();
}

function drawTree(draw: SKRSContext2D, x: number, size: number): void {
  draw.fillStyle = '#6d4c35';
  draw.fillRect(x - 8, GROUND - size, 16, size + 10);
  draw.fillStyle = '#3f8a54';
  for (const [dx, dy] of [
    [0, 0],
    [-30, 22],
    [30, 22],
    [0, 36],
  ] as const)
    circle(draw, x + dx, GROUND - size - 20 + dy, 40);
}

function drawWindow(draw: SKRSContext2D, x: number, y: number, conditioned: boolean, lit: boolean): void {
  draw.fillStyle = '#ffffff';
  draw.fillRect(x - 5, y - 5, 82, 82);
  draw.fillStyle = lit ? '#ffe9a8' : '#9cc7dd';
  draw.fillRect(x, y, 72, 72);
  draw.fillStyle = '#ffffff';
  draw.fillRect(x + 33, y, 6, 72);
  draw.fillRect(x, y + 33, 72, 5);
  if (!conditioned) return;
  draw.fillStyle = '#e8ebee';
  draw.fillRect(x + 12, y + 84, 50, 26);
  draw.fillStyle = '#b9c2ca';
  circle(draw, x + 30, y + 97, 10);
}

function drawHouse(draw: SKRSContext2D, listing: DemoListing, random: () => number): void {
  const rooms = listing.roomTypes.reduce((sum, room) => sum + room.totalRooms, 0);
  const floors = rooms > 11 ? 3 : rooms > 8 ? 2 : 2 - Math.round(random());
  const columns = 4 + Math.round(random());
  const width = columns * 128 + 40;
  const height = floors * 128 + 20;
  const left = (WIDTH - width) / 2;
  const top = GROUND - height;
  draw.fillStyle = pick(random, walls);
  draw.fillRect(left, top, width, height);
  draw.fillStyle = pick(random, roofs);
  draw.beginPath();
  draw.moveTo(left - 36, top);
  draw.lineTo(left + 70, top - 84);
  draw.lineTo(left + width - 70, top - 84);
  draw.lineTo(left + width + 36, top);
  draw.fill();
  const conditioned = listing.facilities.includes('ac');
  const door = Math.floor(columns / 2);
  for (let floor = 0; floor < floors; floor++) {
    for (let column = 0; column < columns; column++) {
      const x = left + 48 + column * 128;
      const y = top + 22 + floor * 128;
      if (floor === floors - 1 && column === door) drawDoor(draw, x, accents[listing.type]);
      else drawWindow(draw, x, y, conditioned, random() > 0.6);
    }
    draw.fillStyle = 'rgba(0,0,0,0.08)';
    draw.fillRect(left, top + (floor + 1) * 128 + 8, width, 6);
  }
}

function drawDoor(draw: SKRSContext2D, x: number, colour: string): void {
  draw.fillStyle = colour;
  draw.fillRect(x - 2, GROUND - 108, 76, 108);
  draw.fillStyle = '#f7d774';
  circle(draw, x + 60, GROUND - 52, 5);
}

function drawSign(draw: SKRSContext2D, { name, type }: DemoListing): void {
  draw.font = 'bold 34px "DejaVu Sans", sans-serif';
  const width = draw.measureText(name).width + 56;
  const left = (WIDTH - width) / 2;
  draw.fillStyle = accents[type];
  draw.fillRect(left, HEIGHT - 92, width, 62);
  draw.fillStyle = '#ffffff';
  draw.textBaseline = 'middle';
  draw.fillText(name, left + 28, HEIGHT - 60);
}

export function drawListing(listing: DemoListing): Buffer {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const draw = canvas.getContext('2d');
  const random = dice(listing.slug);
  drawScenery(draw, random);
  drawHouse(draw, listing, random);
  drawTree(draw, 70, 90 + random() * 60);
  drawTree(draw, WIDTH - 80, 80 + random() * 70);
  drawSign(draw, listing);
  return canvas.toBuffer('image/jpeg', 82);
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL('../assets/', import.meta.url));
  for (const listing of demoListings) writeFileSync(`${folder}demo-${listing.slug}.jpg`, drawListing(listing));
}
