flow-progress = Langkah { $step } dari { $total }
flow-skip = ⏭️ Lewati
flow-back = ⬅️ Kembali
flow-cancel = ✖️ Batal
flow-send-contact = 📱 Kirim nomor HP
flow-contact-thanks = Nomor diterima. 👍
flow-contact-later = Oke, nomornya nanti saja.

# $what: nama alurnya, mis. pengajuan sewa
flow-left = ✖️ { $what } dibatalkan. Tidak ada yang tersimpan. Ketik /menu untuk pilihan lain.
flow-left-for-command = ✖️ { $what } dibatalkan supaya bisa lanjut ke sini.
flow-expired = { $what } sudah ditutup karena lama tidak dilanjutkan. Mulai lagi kapan saja.
flow-updated = Pertanyaannya baru diperbarui. Jawaban yang masih cocok tetap disimpan.

flow-old-question = Pertanyaan ini sudah lewat.
flow-not-yours = Tombol ini untuk orang lain.

# Kenapa sebuah jawaban belum bisa dipakai
flow-press-a-button = Pilih salah satu tombol di bawah, ya.
flow-need-text = Jawab dengan teks, ya.
flow-need-contact = Kirim nomor HP dengan tombol di bawah, atau ketik nomornya.
flow-too-long = Terlalu panjang: paling banyak { $max } huruf.
flow-too-short = Terlalu pendek: paling sedikit { $min } huruf.
flow-cannot-skip = Yang ini perlu dijawab.

# Nama setiap alur, untuk kalimat di atas
flow-name-register = Pendaftaran
flow-name-apply = Pengajuan sewa
flow-name-approve = Persetujuan
flow-name-reject = Penolakan
flow-command-batal = Batalkan yang sedang berjalan
flow-done = ✔️ Selesai
flow-send-location = 📍 Kirim lokasi
flow-location-thanks = Lokasi diterima. 👍
flow-location-later = Oke, lokasinya nanti saja.
flow-phone-problem = Nomornya belum terbaca. Ketik nomor HP Indonesia, misalnya <i>0812 3456 7890</i> atau <i>+62 812 3456 7890</i>, atau tekan tombol 📱.
flow-phone-not-own = Itu kontak orang lain. Kirim nomormu sendiri dengan tombol 📱, atau ketik nomornya.
flow-phone-problem-other = Nomornya belum terbaca. Ketik misalnya <i>0812 3456 7890</i> atau <i>+62 812 3456 7890</i>.
flow-phone-own = Itu nomormu sendiri. Kirim nomor orang lain, ya.
flow-pick-a-day = Pilih salah satu tanggalnya, ya.
flow-date-problem = Tanggalnya belum terbaca. Ketik misalnya <i>5 Desember</i> atau <i>5/12/2026</i>.
flow-need-amount = Jumlahnya belum terbaca. Ketik misalnya <i>850rb</i>, <i>1,2jt</i>, atau <i>Rp1.200.000</i>.
flow-amount-range = Jumlahnya antara { $min } dan { $max }, ya.
flow-need-location = Kirim lokasinya dengan tombol di bawah, atau lewat 📎 lalu Lokasi.
flow-need-photo = Kirim fotonya di sini, satu-satu atau sekaligus sebagai album.
flow-too-many-photos = Sudah { $max } foto, paling banyak segitu. Ketuk ✔️ Selesai untuk lanjut.
flow-too-few = Masih kurang: minimal { $min }, ya.
flow-photos-so-far = 📷 { $count } foto sudah masuk (paling banyak { $max }). Kirim lagi, atau ketuk ✔️ Selesai.
