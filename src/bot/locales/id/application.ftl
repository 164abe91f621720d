error-application-already-open = Pengajuanmu untuk { $name } masih menunggu jawaban pemilik. Lihat di /sewa.
error-application-already-decided = { $status ->
    [approved] Pengajuan ini sudah disetujui.
    [rejected] Pengajuan ini sudah ditolak.
    [withdrawn] Pengajuan ini sudah ditarik oleh calon penyewa.
   *[expired] Pengajuan ini sudah kedaluwarsa.
 } Tidak ada yang berubah.
error-application-own-listing = Ini kos milik sendiri, jadi tidak bisa diajukan.
error-application-wrong-people = { $reason ->
    [putra-only] { $name } khusus putra.
    [putri-only] { $name } khusus putri.
   *[one-person-only] Kamar di { $name } hanya untuk satu orang.
 } Coba cari kos lain lewat /cari, ya.
error-application-start-date = Tanggal mulainya harus antara hari ini dan { $days } hari ke depan. Ajukan lagi dengan tanggal lain, ya.
error-application-duration = Sewa di kos ini paling sebentar { $months } bulan.
error-application-price-changed = Harga di { $name } baru saja berubah. Cek lagi dan ajukan ulang, ya.
error-application-own-phone = Kontak darurat harus orang lain, bukan nomormu sendiri.
error-application-invalid = Ada isian yang tidak terbaca. Ulangi pengajuannya, ya.

application-for-self = Saya sendiri
application-for-child = Anak
application-for-sibling = Kakak/adik
application-for-two = Berdua
# Yang sama, di kartu yang juga dibaca pemilik
application-who-self = Untuk diri sendiri
application-who-child = Untuk anak
application-who-sibling = Untuk kakak/adik
application-who-two = Untuk berdua
application-gender-putra = Putra
application-gender-putri = Putri
application-gender-campur = Putra & putri
application-occupation-student = Kuliah/sekolah
application-occupation-worker = Kerja

application-room = 🏠 <b>{ $property }</b> · { $room }
    { $rent } per bulan, { $deposit ->
        [Rp0] tanpa deposit
       *[other] deposit { $deposit }
    }
application-dates = 🗓 Mulai { $start }, { $months } bulan
application-note = 💬 <i>{ $note }</i>
application-reason = Alasan: <i>{ $reason }</i>

# Menunggu atau sudah diputuskan
application-status-pending = ⏳ Menunggu jawaban
application-status-approved = ✅ Disetujui
application-status-rejected = ❌ Ditolak
application-status-withdrawn = ↩️ Ditarik
application-status-expired = ⌛ Kedaluwarsa
application-outcome-pending = ⏳ Menunggu jawaban
application-outcome-approved = ✅ Disetujui { $by }, { $at }
application-outcome-rejected = ❌ Ditolak { $by }, { $at }
application-outcome-withdrawn = ↩️ Ditarik { $by }, { $at }
application-outcome-expired = ⌛ Kedaluwarsa, { $at }

# Kartu untuk pemilik
application-card-title = 📥 <b>{ $owner }, ada pengajuan sewa baru</b>
application-card-decided = 📥 <b>Pengajuan sewa</b>
application-tenant-verified = 👤 { $name } · nomor HP terverifikasi ✓
application-tenant-unverified = 👤 { $name } · nomor HP belum terverifikasi
application-answer-until = ⏳ Ditunggu jawabannya sampai { $until }.
application-button-approve = ✅ Setujui
application-button-reject = ❌ Tolak
application-none-to-decide = Tidak ada pengajuan yang menunggu. Kalau ada yang baru, langsung dikabari di sini.
application-to-decide = 📥 <b>{ $count } pengajuan</b> menunggu jawaban. Pilih untuk membuka:
application-to-decide-button = { $name } · { $property } · { $start }
application-button-others = 📥 Pengajuan lain

# Milik calon penyewa
application-waiting = Pemilik punya waktu sampai { $until }. Begitu dijawab, langsung dikabari di sini.
application-button-withdraw = ↩️ Tarik pengajuan
application-withdraw-sure = Yakin mau ditarik? Pemiliknya akan dikabari.
application-button-withdraw-yes = Ya, tarik
application-button-keep = Tidak jadi
application-button-open = 📄 Lihat pengajuan
application-button-listing = 🏠 Lihat kosnya
application-submitted = ✅ <b>Pengajuan terkirim!</b>

    { $owner } akan menjawab untuk { $property }, paling lambat { $until }. Kabarnya masuk ke sini, dan bisa dilihat di /sewa.

# Pertanyaan pengajuan
application-ask-room = 📝 Ajukan sewa di <b>{ $property }</b>. <b>Kamar yang mana?</b>
application-room-choice = { $name } · { $price } · sisa { $available }
application-ask-for-whom = 📝 Ajukan sewa di <b>{ $property }</b>. <b>Kamarnya untuk siapa?</b>
application-one-person = Kamar di { $property } untuk satu orang.
application-ask-gender = { $who ->
    [self] <b>Kamu putra atau putri?</b>
   *[other] <b>Yang akan tinggal putra atau putri?</b>
 }
application-ask-occupation = { $who ->
    [self] <b>Kamu kuliah atau kerja?</b>
   *[other] <b>Yang akan tinggal kuliah atau kerja?</b>
 }
application-ask-start = <b>Mau mulai kapan?</b> Pilih bulannya, atau ketik tanggalnya, misalnya <i>5 Desember</i>.
application-ask-day = <b>Tanggal berapa?</b> Pilih di kalender, atau ketik tanggalnya.
application-date-range = Sewa bisa mulai dari hari ini sampai 90 hari ke depan.
application-ask-duration = <b>Mau sewa berapa lama?</b>
application-months = { $months } bulan
application-duration-problem = Lama sewanya bisa { $choices } bulan. Pilih salah satu, ya.
application-ask-contact-name = <b>Kontak darurat: siapa namanya?</b>

    Orang yang bisa dihubungi pemilik kalau ada apa-apa. Baru dilihat pemilik setelah sewa jadi.
application-saved-contact = Pakai { $name } ({ $relation })
application-ask-contact-phone = <b>Nomor HP kontak darurat?</b> Ketik nomornya, atau bagikan kontaknya.
application-phone-own = Itu nomormu sendiri. Kontak darurat harus orang lain, ya.
application-ask-contact-relation = <b>Apa hubungannya denganmu?</b> Pilih, atau ketik sendiri.
application-relation-problem = Hubungannya belum terbaca. Tulis dengan kata, misalnya <i>Ayah</i> atau <i>Tante</i>.
application-relation-father = Ayah
application-relation-mother = Ibu
application-relation-sibling = Kakak/adik
application-relation-partner = Pasangan
application-relation-friend = Teman
application-ask-note = <b>Ada pesan untuk pemilik?</b> Misalnya mau bawa motor, atau jam berapa bisa survei.
application-review-title = <b>Cek dulu sebelum dikirim</b>
application-review-contact = 🆘 { $name } ({ $relation }) · { $phone }
application-review-due = 💳 <b>Tagihan pertama { $total }</b>{ $deposit ->
    [Rp0] {" "}untuk sewa bulan pertama
   *[other] {" "}= sewa { $rent } + deposit { $deposit }
 }
application-review-note = Belum ada yang perlu dibayar sekarang. Tagihan baru dibuat kalau pemilik setuju.
application-button-send = ✅ Kirim
application-press-send = Tekan ✅ Kirim kalau sudah benar, atau ⬅️ Kembali untuk mengubah.
application-mismatch = Maaf, { $property } khusus { $type }. Yang ini cocok dan masih ada kamar:
application-mismatch-none = Maaf, { $property } khusus { $type }. Yuk, cari kos lain yang cocok.

# Persetujuan dan penolakan oleh pemilik
application-ask-number = <b>Kamar nomor berapa untuk { $name }?</b> Tipenya { $room }. Ketik nomornya, misalnya <i>101</i> atau <i>A2</i>.
application-number-problem = Nomor kamarnya belum terbaca. Pakai huruf dan angka, paling banyak 10, misalnya <i>101</i> atau <i>A2</i>.
application-number-taken = Kamar { $number } masih ditempati. Ketik nomor lain.
application-ask-due-day = <b>Sewa jatuh tempo tiap tanggal berapa?</b> Sewa mulai { $start }; bisa di tanggal itu, paling lambat 10 hari sesudahnya.
application-due-day-problem = Pilih salah satu tanggal ini: { $days }.
application-approve-review = <b>Setujui { $name }?</b>

    🏠 { $property }, kamar { $room }
    🗓 Mulai { $start }, { $months } bulan, jatuh tempo tiap tanggal { $day }
    💳 Tagihan pertama { $total }

    Kamar ditahan { $hours } jam sampai pembayaran pertama masuk.
application-approve-done = ✅ { $name } disetujui.
application-ask-reason = <b>Kenapa { $name } belum bisa diterima?</b> Pilih, atau ketik sendiri. Alasannya dibaca calon penyewa.
application-reason-problem = Tulis alasannya dengan kata, 3 sampai 300 huruf.
application-refusal-full = Kamarnya sudah terisi
application-refusal-renovation = Kamarnya sedang diperbaiki
application-refusal-dates = Tanggal mulainya belum bisa
application-refusal-rules = Belum sesuai dengan aturan kos
application-rejected-done = Pengajuan { $name } ditolak, dan alasannya sudah disampaikan.

# Kabar
application-approved-owner = ⏳ Kamar { $room } di { $property } ditahan untuk <b>{ $name }</b> sampai { $until }. Begitu pembayaran pertama masuk, langsung dikabari di sini.
application-rejected-tenant = Maaf, kali ini { $owner } belum bisa menerima pengajuanmu di { $property }.

    Alasannya: <i>{ $reason }</i>

    Masih banyak kos lain, yuk cari lagi.
application-withdrawn-owner = ↩️ { $name } menarik pengajuannya di { $property }.
application-expired-tenant = ⌛ Pengajuanmu di { $property } belum dijawab pemiliknya sampai batas waktu, jadi ditutup. Kamu boleh ajukan lagi, atau cari kos lain.
application-expired-owner = ⌛ Pengajuan { $name } di { $property } ditutup karena belum dijawab sampai batas waktu.
application-button-list = 📥 Pengajuan masuk
application-button-apply = 📝 Ajukan sewa
application-command-pengajuan = Pengajuan yang menunggu keputusan (pemilik)
