/** What an edit may replace: words with what belongs to them, and the media that have a caption. */
export const editableContent = [
  'text',
  'entities',
  'link_preview_options',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'has_media_spoiler',
  'photo',
  'document',
  'video',
  'audio',
  'animation',
] as const;

/** What a copy takes over. */
export const copiedContent = [
  ...editableContent,
  'voice',
  'video_note',
  'sticker',
  'location',
  'venue',
  'contact',
  'media_group_id',
] as const;
