const maxPhotoSide = 1280;

/** The act that sends a chosen file: a picture as a photo, anything else as a document. */
export async function uploadAct(file, caption) {
  const picture = file.type.startsWith('image/') ? await shrunk(file).catch(() => null) : null;
  const data = await base64(picture ?? file);
  if (picture) return { act: 'photo', data, ...(caption ? { caption } : {}) };
  return { act: 'document', data, name: file.name, mimeType: file.type || 'application/octet-stream' };
}

/** Telegram's apps send photos as JPEG of at most 1280 pixels. */
async function shrunk(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, maxPhotoSide / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  );
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(new Error('Berkas tidak terbaca.'));
    reader.readAsDataURL(blob);
  });
}
