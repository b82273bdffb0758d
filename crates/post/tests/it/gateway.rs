//! A gateway that takes one request over a socket, and answers in every way it can end.

use post::{Delivery, Gateway, Letter};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Reads one request, whole; gives back its head and its body.
async fn request(socket: &mut TcpStream) -> (String, String) {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
            if body.len() >= length.unwrap().parse().unwrap() {
                return (head.to_owned(), body.to_owned());
            }
        }
        let mut more = [0; 1024];
        let count = socket.read(&mut more).await.unwrap();
        assert!(count > 0, "the request ended early: {text}");
        read.extend_from_slice(&more[..count]);
    }
}

fn letter() -> Letter {
    Letter {
        to: "+84912345678".into(),
        subject: "Nhắc nộp báo cáo".into(),
        body: "Sở Công Thương: chưa có báo cáo “tháng 01/2024”.".into(),
        id: "return-2024-01-17-0".into(),
    }
}

/// Sends a text to a gateway that answers so; `None` hangs up instead.
async fn converse(answer: Option<&str>) -> (Delivery, String, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/send", listener.local_addr().unwrap());
    let answer = answer.map(str::to_owned);
    let server = tokio::spawn(async move {
        let mut socket = listener.accept().await.unwrap().0;
        let asked = request(&mut socket).await;
        if let Some(answer) = answer {
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
        asked
    });
    let delivery = Gateway::new(&address, Some("s3cret")).unwrap().send(&letter()).await;
    let (head, body) = server.await.unwrap();
    (delivery, head, body)
}

#[tokio::test]
async fn a_text_arrives_whole_with_its_identity_and_the_token() {
    let (delivery, head, body) =
        converse(Some("HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\nConnection: close\r\n\r\nqueued 17")).await;
    assert_eq!(delivery, Delivery::Taken("202 queued 17".into()));
    let head = head.to_lowercase();
    assert!(head.starts_with("post /send http/1.1"), "{head}");
    for line in
        ["authorization: bearer s3cret", "idempotency-key: return-2024-01-17-0", "content-type: application/json"]
    {
        assert!(head.contains(line), "{head}");
    }
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let expected = serde_json::json!({ "id": letter().id, "to": letter().to, "text": letter().body });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn every_other_end_is_told_apart() {
    let check = async |status: Option<u16>, expected: fn(&Delivery) -> bool| {
        // A redirection that names somewhere else is not followed.
        let answer = status.map(|status| {
            format!("HTTP/1.1 {status} So\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        });
        let (delivery, _, _) = converse(answer.as_deref()).await;
        assert!(expected(&delivery), "{status:?}: {delivery:?}");
    };
    for status in [400, 422] {
        check(Some(status), |d| matches!(d, Delivery::Refused(_))).await;
    }
    for status in [307, 401, 403, 404, 408, 409, 429, 503] {
        check(Some(status), |d| matches!(d, Delivery::Later(_))).await;
    }
    for status in [500, 502, 504] {
        check(Some(status), |d| matches!(d, Delivery::Uncertain(_))).await;
    }
    check(None, |d| matches!(d, Delivery::Uncertain(_))).await;
}

#[tokio::test]
async fn a_gateway_that_is_not_there_or_not_believed_is_tried_later() {
    let nobody = Gateway::new("http://127.0.0.1:1/", None).unwrap();
    assert!(matches!(nobody.send(&letter()).await, Delivery::Later(_)));
    let unknown = Gateway::new("https://khong-co.invalid/", None).unwrap();
    assert!(matches!(unknown.send(&letter()).await, Delivery::Later(_)));
    // What answers does not speak TLS: nothing was handed over.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut socket = listener.accept().await.unwrap().0;
        let _ = socket.read(&mut [0; 64]).await;
        let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    let plain = Gateway::new(&address, None).unwrap().send(&letter()).await;
    assert!(matches!(plain, Delivery::Later(_)), "{plain:?}");
}
