flow-progress = Langkah { $step } dari { $total }
flow-skip = ⏭️ Lewati
flow-back = ⬅️ Kembali
flow-cancel = ✖️ Batal
flow-send-phone = 📱 Kirim nomor HP
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
