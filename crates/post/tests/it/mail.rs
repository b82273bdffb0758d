//! A conversation with a server that speaks SMTP over a socket, in every way it can end.

use post::{Delivery, Letter, Mailer};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Takes,
    RefusesAddress,
    IsBusy,
    HangsUpBeforeTheMessage,
    HangsUpAfterTheMessage,
    RefusesMessage,
}

/// Serves one conversation; gives back the message it was sent.
async fn serve(socket: TcpStream, manner: Manner) -> String {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 test ESMTP\r\n").await.unwrap();
    let mut message = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split([' ', ':']).next().unwrap() {
            "EHLO" => "250-test\r\n250 8BITMIME\r\n",
            "RCPT" if manner == Manner::RefusesAddress => "550 no such person\r\n",
            "MAIL" if manner == Manner::IsBusy => "451 come back later\r\n",
            "DATA" if manner == Manner::HangsUpBeforeTheMessage => return message,
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                while let Some(line) = lines.next_line().await.unwrap().filter(|line| line != ".") {
                    message.push_str(&line);
                    message.push('\n');
                }
                match manner {
                    Manner::HangsUpAfterTheMessage => return message,
                    Manner::RefusesMessage => "554 not this one\r\n",
                    _ => "250 queued as 17\r\n",
                }
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        if write.write_all(answer.as_bytes()).await.is_err() {
            break;
        }
    }
    message
}

fn letter() -> Letter {
    Letter {
        to: "lan@example.vn".into(),
        subject: "Đôn đốc: cấp giấy phép\r\nBcc: other@example.vn".into(),
        body: "Kính gửi Sở Xây dựng,\n.\nBước 4 đã quá hạn 12 ngày.".into(),
        id: "17.abc@hagiang.gov.vn".into(),
    }
}

async fn converse(manner: Manner) -> (Delivery, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move { serve(listener.accept().await.unwrap().0, manner).await });
    let mailer = Mailer::new(&format!("smtp://127.0.0.1:{port}"), "Khơi <khoi@hagiang.gov.vn>").unwrap();
    let delivery = mailer.send(&letter()).await;
    (delivery, server.await.unwrap())
}

#[tokio::test]
async fn a_message_arrives_whole_with_its_identity_and_no_header_of_another() {
    let (delivery, message) = converse(Manner::Takes).await;
    assert_eq!(delivery, Delivery::Taken("250 queued as 17".into()));
    assert!(message.contains("Message-ID: <17.abc@hagiang.gov.vn>"), "{message}");
    assert!(message.contains("To: lan@example.vn") && message.contains("From:"), "{message}");
    assert!(!message.lines().any(|line| line.starts_with("Bcc:")), "a header was smuggled in: {message}");
    assert!(message.contains("Content-Type: text/plain; charset=utf-8"), "{message}");
}

#[tokio::test]
async fn every_other_end_is_told_apart() {
    let check = async |manner, expected: fn(&Delivery) -> bool| {
        let (delivery, _) = converse(manner).await;
        assert!(expected(&delivery), "{manner:?}: {delivery:?}");
    };
    check(Manner::RefusesAddress, |d| matches!(d, Delivery::Refused(why) if why.contains("no such person"))).await;
    check(Manner::RefusesMessage, |d| matches!(d, Delivery::Refused(_))).await;
    check(Manner::IsBusy, |d| matches!(d, Delivery::Later(_))).await;
    check(Manner::HangsUpBeforeTheMessage, |d| matches!(d, Delivery::Later(_))).await;
    check(Manner::HangsUpAfterTheMessage, |d| matches!(d, Delivery::Uncertain(_))).await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_later_and_a_wrong_address_never() {
    let mailer = Mailer::new("smtp://127.0.0.1:1", "khoi@hagiang.gov.vn").unwrap();
    assert!(matches!(mailer.send(&letter()).await, Delivery::Later(_)));
    let wrong = Letter { to: "no address".into(), ..letter() };
    assert!(matches!(mailer.send(&wrong).await, Delivery::Refused(_)));
}
